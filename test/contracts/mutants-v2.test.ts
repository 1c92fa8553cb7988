import { describeMutants } from './mutants.ts'

describeMutants('v2', 2)
