-- A part of a log, its messages as they stand now.
-- KEYS: conversation. ARGV: see look.lua; then 'before' or 'after', the point (0 after the end), the most entries, the
-- most bytes.
-- Gives epoch, head and the events as JSON, going away from the point; nothing to who is no member.

local direction = ARGV[3]
local point, most, bytes = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end

local log_now = redis.call('HMGET', meta, 'head', 'first')
-- What the person has cleared is not there.
local head, first = tonumber(log_now[1]), math.max(tonumber(log_now[2] or 1), upTo + 1)
local from, to, step = math.max(point + 1, first), head, 1
if direction == 'before' then
  from, to, step = point == 0 and head or math.min(point - 1, head), first, -1
end
local found, total = { epochOf(person), head }, 0
for seq = from, to, step do
  if #found - 2 >= most or total >= bytes then break end
  local text = look(seq)
  if text then
    found[#found + 1] = text
    total = total + #text
  end
end
return found
