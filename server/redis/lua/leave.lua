-- People have no connection to a node any more. KEYS: nodes, the people of this node, when people were there last, the
-- nodes of each of them. ARGV: node, the start of the names of the channels, and of each of them who, and since when.

for i = 3, #ARGV, 2 do
  local person, at, where = ARGV[i], ARGV[i + 1], KEYS[3 + (i - 1) / 2]
  redis.call('SREM', KEYS[2], person)
  if redis.call('SREM', where, ARGV[1]) == 1 and not isHere(where) then
    redis.call('HSET', KEYS[3], person, at)
    tellState(ARGV[2], person, '"online":false,"seen":' .. at)
  end
end
