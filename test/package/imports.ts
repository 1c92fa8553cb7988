import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

/** An import of one file of the project by another; both are named from the project's folder. */
export interface Import {
  readonly from: string
  readonly to: string
  /** True for an import that is erased when the file is compiled. */
  readonly isTypeOnly: boolean
}

const FOLDERS = ['.build', 'client', 'contracts', 'scenarios', 'server', 'test']

/** Lists the TypeScript files of the project, those that are generated too. */
export const listSources = (root: string): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .filter((path) => path.endsWith('.ts') && !path.includes('node_modules/')),
  )

/** Reads every import and re-export between the files of the project, of types and inside functions too. */
export const readImports = (root: string): Import[] =>
  listSources(root).flatMap((file) => parseImports(file, readFileSync(join(root, file), 'utf8')))

/** Reads the imports in the text of a file. */
export const parseImports = (file: string, text: string): Import[] => {
  const imports: Import[] = []
  const add = (name: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (name === undefined || !ts.isStringLiteralLike(name) || !name.text.startsWith('.')) return
    imports.push({ from: file, to: posix.join(posix.dirname(file), name.text), isTypeOnly })
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) add(statement.moduleSpecifier, importsOnlyTypes(statement))
    if (ts.isExportDeclaration(statement)) add(statement.moduleSpecifier, exportsOnlyTypes(statement))
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  // Few files import anywhere else than at their beginning, and only those are worth the walk.
  if (/\bimport\(/.test(text)) visit(source)
  return imports
}

const importsOnlyTypes = ({ importClause }: ts.ImportDeclaration): boolean =>
  importClause !== undefined &&
  (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (importClause.name === undefined && namesOnlyTypes(importClause.namedBindings)))

const exportsOnlyTypes = ({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean =>
  isTypeOnly || namesOnlyTypes(exportClause)

const namesOnlyTypes = (names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean =>
  names !== undefined &&
  (ts.isNamedImports(names) || ts.isNamedExports(names)) &&
  names.elements.length > 0 &&
  names.elements.every(({ isTypeOnly }) => isTypeOnly)
