-- People have a connection to a node, and had none. KEYS: nodes, the people of this node, the nodes of each of them.
-- ARGV: node, the start of the names of the channels, the people.

for i = 3, #ARGV do
  local was = isHere(KEYS[i])
  redis.call('SADD', KEYS[2], ARGV[i])
  redis.call('SADD', KEYS[i], ARGV[1])
  if not was then tellState(ARGV[2], ARGV[i], '"online":true') end
end
