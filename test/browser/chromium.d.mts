/** The path of a Chrome or Chromium that can be started, or undefined. `CHROME_PATH` wins over everything else. */
export function findChromium(): Promise<string | undefined>
