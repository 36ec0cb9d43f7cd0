/** Give the person a file that this page made. */
export function save(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  fetchTo(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Have the browser download an address. */
export function fetchTo(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
