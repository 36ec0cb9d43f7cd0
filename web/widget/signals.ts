/** What this browser says about being watched, and whether the site does as it says: then no telemetry is sent, and the
 * device keeps only what the chat itself needs. The server decides the same by the headers of each request. */

export function quiet(honoured: readonly string[]): boolean {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return (
    (globalPrivacyControl === true && honoured.includes('gpc')) || (doNotTrack === '1' && honoured.includes('dnt'))
  );
}
