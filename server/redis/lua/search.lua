-- One step of a search: messages going back from a point.
-- KEYS: conversation. ARGV: person, 'seq' or 'at', the point, the most messages, the most bytes, how many of the newest
-- messages are looked at in all.
-- Gives where the next step begins (0 if nowhere), how many were looked at, and of each message its place, its time and
-- its content, which is empty if this person has hidden it; nothing to who is no member.

local person, by, point = ARGV[1], ARGV[2], tonumber(ARGV[3])
local most, bytes, newest = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end
local said, hides = base .. 'said', base .. 'hidden:' .. person
local hidesSome = redis.call('EXISTS', hides) == 1
local count = redis.call('STRLEN', said) / 4
local floor = math.max(0, count - newest, count - after(said, cleared(person)))

local function seqAt(index)
  return (struct.unpack('>I4', redis.call('GETRANGE', said, index * 4, index * 4 + 3)))
end

local function isBefore(index)
  local seq = seqAt(index)
  if by == 'seq' then return seq < point end
  local _, at = parts(redis.call('HGET', log, seq) or 'm0\n\n')
  return tonumber(at) < point
end

local low, high = floor, count
while low < high do
  local middle = math.floor((low + high) / 2)
  if isBefore(middle) then low = middle + 1 else high = middle end
end

local found, total, index = { 0, 0 }, 0, low

local function add(seq, entry)
  local at, content = string.match(entry, '^%l(%d+)\n[^\n]*\n[^\n]*\n(.*)$')
  if hidesSome and redis.call('SISMEMBER', hides, seq) == 1 then content = '' end
  found[#found + 1] = seq
  found[#found + 1] = at
  found[#found + 1] = content
  total = total + #content
end

-- Some at a time, as each may be long.
while index > floor and low - index < most and total < bytes do
  local first = math.max(floor, low - most, index - 20)
  local packed = redis.call('GETRANGE', said, first * 4, index * 4 - 1)
  local seqs = {}
  for at = #packed - 3, 1, -4 do seqs[#seqs + 1] = struct.unpack('>I4', string.sub(packed, at, at + 3)) end
  local entries = redis.call('HMGET', log, unpack(seqs))
  for i, seq in ipairs(seqs) do
    if entries[i] then add(seq, entries[i]) end
  end
  index = first
end
if index > floor then found[1] = seqAt(index) end
found[2] = low - index
return found
