/**
 * The path of a Chrome or Chromium that can be started, or undefined. `FINAPI_BROWSER` and `CHROME_PATH` win over
 * everything else, and are an error when nothing can be started there.
 */
export function findChromium(environment?: Readonly<Record<string, string | undefined>>): Promise<string | undefined>
