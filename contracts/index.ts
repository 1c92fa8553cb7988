export type { Capability } from './capability.ts'
export type { Evidence, EvidenceGrade } from './evidence.ts'
export type { Exchange } from './exchange.ts'
export * from './expect.ts'
export { BadFile } from './files.ts'
export type { ApiVersion, OperationId, Schema, SuccessBodyOf } from './openapi/api-types.ts'
export { createBrowserWalker } from './psu/browser-walker.ts'
export { createWalker, extendRuleLimit, type WalkerKind } from './psu/choose-walker.ts'
export { walkForms } from './psu/form-walker.ts'
export { createManualWalker } from './psu/manual-walker.ts'
export { type BankVisit, type PsuDecision, type PsuWalker, WalkFailed } from './psu/walker.ts'
export { type RunRecording, recordRun } from './recording/recorder.ts'
export { SecretInRecording } from './recording/secrets.ts'
export { formatCurl } from './report/curl.ts'
export { type Findings, toFindings, type UnreachableTarget } from './report/findings.ts'
export { formatHtml } from './report/html.ts'
export { formatJson, toReport } from './report/json.ts'
export { formatJunit } from './report/junit.ts'
export { BadParity, emptyParity, formatParity, type Parity, parseParity, updateParity } from './report/parity.ts'
export { formatRuleList, formatSummary, formatTable } from './report/table.ts'
export type { OperationResponse } from './response.ts'
export { defineRule, type Rule, skip } from './rule.ts'
export { rules } from './rules/index.ts'
export {
  hasPassed,
  type Outcome,
  type RuleResult,
  type Run,
  type RunOptions,
  runRules,
  UnreachableError,
} from './run.ts'
export { createTarget } from './targets/create-target.ts'
export { type Overrides, openTargets, type Plan, planFrom } from './targets/from-environment.ts'
export { type StartedMock, startMock } from './targets/mock.ts'
export type { DemoLogins, Login, TargetSettings } from './targets/settings.ts'
export type { Target, User } from './targets/target.ts'
export { BadTargetFile, readTargetFile, type TargetFile } from './targets/target-file.ts'
