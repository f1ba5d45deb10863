-- What a quote shows of a message: `server/quote.ts` does the same. JSON is as JSON.stringify writes it, without white
-- space; it is never read as a whole, as Lua's own reader takes no half of a surrogate pair.

local quoteText, quoteBytes = 200, 2048

-- Where the string ends that begins here.
local function stringEnd(json, from)
  local at = from + 1
  while true do
    at = string.find(json, '["\\]', at)
    if string.byte(json, at) == 34 then return at end
    at = at + 2
  end
end

-- The value of a field of an object, as it stands there.
local function fieldOf(json, name)
  local from = 2
  while string.byte(json, from) == 34 do
    local stop = stringEnd(json, from)
    local start, depth = stop + 2, 0
    local at = start
    while true do
      at = string.find(json, '[][{},"]', at)
      local sign = string.sub(json, at, at)
      if sign == '"' then
        at = stringEnd(json, at)
      elseif sign == '{' or sign == '[' then
        depth = depth + 1
      elseif depth == 0 then
        break
      elseif sign ~= ',' then
        depth = depth - 1
      end
      at = at + 1
    end
    if string.sub(json, from + 1, stop - 1) == name then return string.sub(json, start, at - 1) end
    from = at + 1
  end
end

-- The beginning of a string, never through a surrogate pair; those are single characters here.
local function beginning(json)
  local units, at = 0, 2
  while at < #json do
    local byte = string.byte(json, at)
    local bytes, wide = 1, 1
    if byte == 92 then
      bytes = string.sub(json, at + 1, at + 1) == 'u' and 6 or 2
    elseif byte >= 240 then
      bytes, wide = 4, 2
    elseif byte >= 192 then
      bytes = byte >= 224 and 3 or 2
    end
    if units + wide > quoteText then return string.sub(json, 1, at - 1) .. '"' end
    units, at = units + wide, at + bytes
  end
  return json
end

local function excerpt(content)
  local kind = fieldOf(content, 'kind')
  if kind == '"text"' or kind == '"markdown"' then
    local text = fieldOf(content, 'text') or ''
    if string.sub(text, 1, 1) == '"' then return '{"kind":' .. kind .. ',"text":' .. beginning(text) .. '}' end
  end
  return #content <= quoteBytes and content or '{"kind":' .. kind .. '}'
end

-- A message as a quote shows it now; nothing if it isn't there, or is none.
local function quoteOf(seq)
  local kind, _, from, rest, content = parts(redis.call('HGET', log, seq) or '')
  if kind ~= 'm' then return nil end
  return '{"seq":' .. seq .. ',"id":' .. fieldOf('{' .. rest .. '}', 'id') .. ',"from":' .. from
    .. ',"content":' .. excerpt(content) .. '}'
end
