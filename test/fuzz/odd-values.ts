import type { Chance } from '../helpers/chance.ts'

/** Texts that parsers and patterns stumble over. */
const ODD_TEXTS: readonly string[] = [
  ...['', ' ', '0', '-1', '1e3', '0x10', '1.0', '1e400', '+1', '٣', 'null', 'undefined', 'true', 'NaN', '[]', '{}'],
  ...[
    '💥',
    'ä',
    'a\u0301',
    '\u0000',
    '\u0007',
    '\r\nX-Injected: 1',
    '\u2028',
    '\ufeff',
    '\ud800',
    '\u202eabc',
    '\u007f',
  ],
  ...['%', '%00', '%zz', '%c3%28', '../..', '..%2f..%2f', '/etc/passwd', '\\..\\', './', '//', '?', '#', '&', '=', ';'],
  ...["' OR 1=1 --", '<script>alert(1)</script>', '"><img src=x>', '$ {7*7}', '{{7*7}}', '`', '\\', '"', '$&', '$1'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  ...['**', '/**a**a**aZ', '/**/**/**/**', '(a+)+$', '*'.repeat(300)],
  ...['9'.repeat(20), '9'.repeat(400), '-9223372036854775809', '2147483648', '4294967296', '9007199254740993'],
  ...['0000-00-00', '2026-02-30', '2026-13-01', '0001-01-01', '9999-12-31', '-000001-01-01', '+275760-09-13T00:00:00Z'],
  ...['+099999-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2026-03-10T25:61:61Z', '2026-03-10T10:00:00+99:99'],
  ...['PT0S', 'P0D', 'P', 'PT', '-PT1S', 'P1M', 'P99999999W', 'P99999999999999999999D', 'PT1.5S', 'P1DT', 'pt1s'],
  ...['javascript:alert(1)', 'data:text/html,x', 'https://a@b', 'https://', '//evil.example', 'file:///etc/passwd'],
  ...[
    'DE89370400440532013000',
    'DE00',
    'Ä'.repeat(64),
    'x'.repeat(65),
    'x'.repeat(257),
    'x'.repeat(2049),
    'x'.repeat(20_000),
  ],
]

const ODD_NUMBERS: readonly number[] = [
  ...[0, -0, -1, 1, 0.5, -0.005, 1e21, -1e21, 1e308, 5e-324, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 99_999_999_999],
  ...[100, 101, 500, 501, 10_000, 3650, 36_500, 8.64e15, 8.64e15 + 1],
]

const ODD_OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  [{}],
  { '': '' },
  { length: 1e9 },
  ['a', 1, null],
]

export const oddText = (chance: Chance): string => chance.pick(ODD_TEXTS)

export const oddNumber = (chance: Chance): number => chance.pick(ODD_NUMBERS)

/** Returns a value of any type. */
export const oddValue = (chance: Chance): unknown => {
  switch (chance.int(0, 3)) {
    case 0:
      return oddNumber(chance)
    case 1:
      return chance.pick(ODD_OTHERS)
    default:
      return oddText(chance)
  }
}

/** Returns JSON of a depth, as text, because writing it as a value would need the stack that it is meant to use up. */
export const nestedJson = (depth: number, shape: 'arrays' | 'objects'): string =>
  shape === 'arrays' ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

/** Percent-encodes a text; a lone surrogate, which cannot be encoded, becomes U+FFFD. */
export const encodeText = (text: string): string => encodeURIComponent(Buffer.from(text).toString())
