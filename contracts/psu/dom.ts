import { type DefaultTreeAdapterTypes, parse } from 'parse5'

export type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.Node

/** Elements whose text is not shown. */
const HIDDEN = new Set(['script', 'style', 'template'])

export const parseDocument = (html: string): DefaultTreeAdapterTypes.Document => parse(html)

export const getAttribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((candidate) => candidate.name === name)?.value

export const hasAttribute = (element: Element, name: string): boolean => getAttribute(element, name) !== undefined

const isElement = (node: Node): node is Element => 'tagName' in node

/** Returns all elements within a node, in document order. */
export const listElements = (node: Node): Element[] =>
  'childNodes' in node
    ? node.childNodes.flatMap((child: Node) => (isElement(child) ? [child, ...listElements(child)] : []))
    : []

export const listAncestors = (element: Element): Element[] => {
  const parent = element.parentNode
  return parent && isElement(parent) ? [parent, ...listAncestors(parent)] : []
}

const rawText = (node: Node): string => {
  if ('value' in node && node.nodeName === '#text') return node.value
  if (!('childNodes' in node) || HIDDEN.has(node.nodeName)) return ''
  return node.childNodes.map(rawText).join(' ')
}

/** Returns the shown text of a node, with white space collapsed. */
export const readText = (node: Node): string => rawText(node).replace(/\s+/g, ' ').trim()
