-- What both scripts share: reading the requests, counting the statuses, and the result as a line of JSON.
local common = {}

-- Reads blocks, each behind a line with its length in bytes.
function common.read_blocks(path)
  local file = assert(io.open(path, 'rb'))
  local blocks = {}
  for length in file:lines() do
    blocks[#blocks + 1] = file:read(tonumber(length))
    file:read(1)
  end
  file:close()
  return blocks
end

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

-- Globals of a thread, which is how `done` can read them.
statuses = {}
exhausted = false

function common.count(status)
  local key = tostring(status)
  statuses[key] = (statuses[key] or 0) + 1
end

function done(summary, latency)
  local counts = {}
  local ran_out = false
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get('statuses')) do
      counts[#counts + 1] = string.format('"%s":%d', status, count)
    end
    ran_out = ran_out or thread:get('exhausted')
  end
  local errors = summary.errors
  io.write(string.format(
    '\nresult {"requests":%d,"time":%d,"p50":%d,"p99":%d,"errors":%d,"exhausted":%s,"statuses":{%s}}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout, tostring(ran_out), table.concat(counts, ',')))
end

return common
