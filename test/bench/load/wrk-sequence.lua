-- Sends the steps of imports: each step has the hash of the response before it, each import a token of its own.
-- Arguments: the file of steps, and a file of the stand-ins for token, hash and id with the tokens after them. The id is
-- sent as X-Request-Id and comes back, because wrk does not name the request that a response belongs to.
local common = dofile(debug.getinfo(1, 'S').source:match('^@(.*/)') .. 'wrk-common.lua')
local steps
local stand_ins = {}
local tokens = {}
-- By id: the step under way, and the requests that are to be sent next.
local under_way = {}
local waiting = {}
local imports = 0

function init(args)
  steps = common.read_blocks(args[1])
  for line in io.lines(args[2]) do
    if #stand_ins < 3 then stand_ins[#stand_ins + 1] = line else tokens[#tokens + 1] = line end
  end
end

local function write_step(id, hash)
  local text = steps[under_way[id]]:gsub(stand_ins[1], tokens[tonumber(id)]):gsub(stand_ins[3], id)
  if hash then text = text:gsub(stand_ins[2], hash) end
  return text
end

function request()
  if #waiting > 0 then return table.remove(waiting) end
  if imports == #tokens then
    exhausted = true
    wrk.thread:stop()
    imports = 0
  end
  imports = imports + 1
  local id = string.format('%08d', imports)
  under_way[id] = 1
  return write_step(id)
end

function response(status, headers, body)
  common.count(status)
  local id = headers['X-Request-Id']
  local step = under_way[id]
  if step == #steps then
    under_way[id] = nil
    return
  end
  local hash = body:match('"hash":"(%x+)"')
  if not hash then return end
  under_way[id] = step + 1
  waiting[#waiting + 1] = write_step(id, hash)
end
