import type { Walk } from '../walker.ts'

const choosing =
  (twoStepProcedureId: string, challengeResponse: string): Walk =>
  async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    await walker.asks('CHALLENGE_RESPONSE_REQUIRED', { twoStepProcedureId })
    await walker.imports({ twoStepProcedureId, challengeResponse })
  }

const approvingElsewhere =
  (twoStepProcedureId: string): Walk =>
  async (walker) => {
    await walker.asks('TWO_STEP_PROCEDURE_REQUIRED')
    await walker.asks('DECOUPLED_AUTH_REQUIRED', { twoStepProcedureId })
    await walker.asks('DECOUPLED_AUTH_IN_PROGRESS', { decoupledCallback: true })
    await walker.imports({ decoupledCallback: true })
  }

export const demoWalks: Readonly<Record<string, Walk>> = {
  'demo-no-sca': async (walker) => {
    await walker.imports()
  },
  'demo-sms-or-push': choosing('DEMO-TSP-02', 'demo'),
  'demo-four-procedures': choosing('DEMO-CHIP-QR', '123456'),
  'demo-procedures-or-decoupled': approvingElsewhere('DEMO-DECOUPLED'),
  'demo-sms-push-or-decoupled': approvingElsewhere('DEMO-DECOUPLED'),
  'demo-decoupled': approvingElsewhere('DEMO-TSP-01'),
  'demo-redirect': async (walker) => {
    const { redirectUrl } = await walker.asks('REDIRECT_REQUIRED')
    await walker.imports({ redirectCallback: await walker.visitBank(redirectUrl) })
  },
}
