/** Ajv, in a module of its own that is loaded when there is something to compile. */
export { Ajv2020 } from 'ajv/dist/2020.js'
