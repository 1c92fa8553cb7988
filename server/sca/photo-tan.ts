/** A picture, as finAPI sends it in a challenge. */
export interface Photo {
  mimeType: string
  /** Base64. */
  data: string
}

/** Draws the picture of a photo TAN: a QR code (PNG) of the TAN, so that any phone can read it. */
export const drawPhoto = async (text: string): Promise<Photo> => {
  const { drawQrCode } = await import('./qr-code.ts')
  const picture = await drawQrCode(text)
  return { mimeType: 'image/png', data: picture.toString('base64') }
}
