import { defineOperation } from '../define-operation.ts'
import { locked } from '../errors.ts'
import { readBankCaller } from './bank-call.ts'
import { isBusy } from './bank-connection.ts'
import { requireBankConnection, withBank, withBankUnlessPending } from './find-bank-connection.ts'
import { type ImportRequest, importConnection } from './import-connection.ts'
import { removeBankConnection } from './remove-bank-connection.ts'
import { type UpdateRequest, updateConnection } from './update-connection.ts'
import * as v1 from './v1.ts'
import * as v2 from './v2.ts'

export const bankConnectionOperations = [
  defineOperation('importBankConnection', {
    talksToBank: true,
    read: { v1: v1.readImport, v2: v2.readImport },
    run: (context, request: ImportRequest) =>
      withBankUnlessPending(context.world, importConnection(context.world, readBankCaller(context), request)),
    write: { v1: v1.writeBankConnection, v2: v2.writeBankConnection },
  }),

  defineOperation('updateBankConnection', {
    talksToBank: true,
    read: { v1: v1.readUpdate, v2: v2.readUpdate },
    run: (context, request: UpdateRequest) =>
      withBankUnlessPending(context.world, updateConnection(context.world, readBankCaller(context), request)),
    write: { v1: v1.writeBankConnection, v2: v2.writeBankConnection },
  }),

  defineOperation('getAllBankConnections', {
    read: { v1: v1.readIds, v2: v2.readIds },
    run: ({ world, user }, ids: readonly number[] | undefined) =>
      world.bankConnections
        .of(user.key)
        .filter(({ id }) => ids?.includes(id) ?? true)
        .map((connection) => withBank(world, connection)),
    write: { v1: v1.writeBankConnections, v2: v2.writeBankConnections },
  }),

  defineOperation('getMultipleBankConnections', {
    run: ({ world, user, ids }) =>
      world.bankConnections
        .of(user.key)
        .filter(({ id }) => ids.includes(id))
        .map((connection) => withBank(world, connection)),
    write: { v1: v1.writeBankConnections },
  }),

  defineOperation('getBankConnection', {
    run: ({ world, user, id }) => withBank(world, requireBankConnection(world, user, id)),
    write: { v1: v1.writeBankConnection, v2: v2.writeBankConnection },
  }),

  defineOperation('deleteBankConnection', {
    run: ({ world, user, id }) => {
      const connection = requireBankConnection(world, user, id)
      if (isBusy(connection)) throw locked()
      removeBankConnection(world, connection)
    },
  }),
]
