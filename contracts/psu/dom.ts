import { type DefaultTreeAdapterTypes, parse } from 'parse5'

export type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node

/** Text in these is not for reading. */
const UNREAD = new Set(['script', 'style', 'template'])

export const parseDocument = (html: string): DefaultTreeAdapterTypes.Document => parse(html)

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((candidate) => candidate.name === name)?.value

export const has = (element: Element, name: string): boolean => attribute(element, name) !== undefined

const isElement = (node: Node): node is Element => 'tagName' in node

/** All elements below a node, in the order of the document. */
export const elementsBelow = (node: Node): Element[] =>
  'childNodes' in node
    ? node.childNodes.flatMap((child: Node) => (isElement(child) ? [child, ...elementsBelow(child)] : []))
    : []

export const ancestorsOf = (element: Element): Element[] => {
  const parent = element.parentNode
  return parent && isElement(parent) ? [parent, ...ancestorsOf(parent)] : []
}

const rawText = (node: Node): string => {
  if ('value' in node && node.nodeName === '#text') return node.value
  if (!('childNodes' in node) || UNREAD.has(node.nodeName)) return ''
  return node.childNodes.map(rawText).join(' ')
}

/** The readable text of a node with its white space collapsed. */
export const textOf = (node: Node): string => rawText(node).replace(/\s+/g, ' ').trim()
