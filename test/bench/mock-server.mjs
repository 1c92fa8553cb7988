// A child process: finapi-mock as it is published. Tells its URL, and what it has used whenever it is asked.
import { startMockServer } from '../../dist/index.js'
import { answerUsage } from './usage.mjs'

const server = await startMockServer({ port: 0, downloadTime: 100 })
answerUsage()
process.send({ url: server.url })
