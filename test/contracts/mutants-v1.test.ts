import { describeMutants } from './mutants.ts'

describeMutants('v1', 0)
