export interface Photo {
  mimeType: string
  /** Base64. */
  data: string
}

/** The picture of a photo TAN: a QR code (PNG) of the answer, so that a phone that scans it shows what to type. */
export const drawPhoto = async (text: string): Promise<Photo> => {
  const { drawQrCode } = await import('./qr-code.ts')
  const picture = await drawQrCode(text)
  return { mimeType: 'image/png', data: picture.toString('base64') }
}
