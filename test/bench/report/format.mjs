export const count = (value) => Math.round(value).toLocaleString('en-US')
export const times = (value) => value.toFixed(2)
export const milliseconds = (value) => `${value.toFixed(0)} ms`
export const mebibytes = (value) => `${(value / 2 ** 20).toFixed(0)} MiB`
export const fromMicroseconds = (value) => `${(value / 1000).toFixed(value < 100_000 ? 2 : 0)} ms`
