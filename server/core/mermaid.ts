/** Escapes what Mermaid would read as syntax in a text: quotes, semicolons, colons, braces, markup and line ends. */
export const escapeMermaid = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/["#;:<>{}&%\\`]/g, (sign) => `#${sign.codePointAt(0)};`)
