/** Days since 1970, by the clock of the device: as exactly as the end of what is kept here has to be known. */
export const today = (): number => Math.floor(Date.now() / 86_400_000);
