-- What a message has said. KEYS: conversation. ARGV: person, its place, the most versions, the most bytes.
-- Gives times and contents, the newest first, nothing of a recalled one; false to who is no member, and where there is
-- no such message.

local person, seq, most, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end
local kind, said, _, _, now = parts(redis.call('HGET', log, seq) or '')
if kind ~= 'm' then return false end
local about = redis.call('HMGET', base .. 'about:' .. seq, 'recalled', 'edited', 'original')
if about[1] then return {} end

local found, total = {}, 0
local function add(at, content)
  if total >= bytes then return end
  found[#found + 1] = at
  found[#found + 1] = content
  total = total + #content
end
local edits = redis.call('LRANGE', base .. 'edits:' .. seq, -most, -1)
for i = #edits, 1, -1 do
  local _, at, _, _, content = parts(redis.call('HGET', log, edits[i]))
  add(at, content)
end
-- Of those that an older server edited, the original was not kept.
local original = about[3] or not about[2] and now
if original and #edits < most then add(said, original) end
return found
