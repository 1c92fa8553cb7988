import type { EvidenceGrade } from '../evidence.ts'

/** The meanings of the evidence grades, the surest first. */
export const gradeMeanings: Readonly<Record<EvidenceGrade, string>> = {
  A: 'documented by finAPI',
  B: 'measured on the sandbox',
  C: "relied on by other people's clients",
  D: 'concluded from the rest of the API',
}
