/** Facts about an operation that journal, coverage and lint need. */
export interface OperationFacts {
  /** The operation may require strong customer authentication. */
  readonly talksToBank?: boolean | undefined
  /** The response contains banks and their ids. */
  readonly listsBanks?: boolean | undefined
  /** The response contains data of a bank, which is incomplete while the bank connection is downloading. */
  readonly readsBankData?: boolean | undefined
  /** The response contains passwords or tokens. */
  readonly issuesSecrets?: boolean | undefined
}
