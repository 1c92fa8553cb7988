import { parse } from 'yaml'

/** Parses YAML. A module of its own, to be loaded when there is a file to read. */
export const parseYaml = (content: string): unknown => parse(content)
