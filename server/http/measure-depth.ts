const QUOTE = 34
const BACKSLASH = 92

/** Returns the depth of nested lists and objects in a JSON text, without parsing it. */
export const measureDepth = (text: string): number => {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (isInString) {
      if (code === BACKSLASH) index++
      else if (code === QUOTE) isInString = false
    } else if (code === QUOTE) isInString = true
    // `[` and `{`, `]` and `}`: they differ in one bit.
    else if ((code & ~32) === 91) {
      depth++
      if (depth > deepest) deepest = depth
    } else if ((code & ~32) === 93) depth--
  }
  return deepest
}
