-- Sends requests again and again in rotation. Argument: the file of requests.
local common = dofile(debug.getinfo(1, 'S').source:match('^@(.*/)') .. 'wrk-common.lua')
local requests
local last = 0

function init(args)
  requests = common.read_blocks(args[1])
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function response(status)
  common.count(status)
end
