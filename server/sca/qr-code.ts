import qrcode from 'qrcode'

/** Draws a QR code as a PNG. A module of its own, so that its library is loaded on first use. */
export const drawQrCode = (text: string): Promise<Buffer> =>
  qrcode.toBuffer(text, { type: 'png', scale: 6, margin: 2, errorCorrectionLevel: 'M' })
