import type { Language } from './camera'

/** Who is on the pictures, and what they say: the same in each language. */
export interface Cast {
  /** Whose screen it is. */
  me: string
  others: readonly [string, string, string, string]
  group: string
  announcement: string
  /** The talk in the group: who says it (0 is oneself), and what. */
  talk: readonly (readonly [speaker: 0 | 1 | 2 | 3, text: string])[]
  question: string
  answer: string
  typo: string
  edited: string
  draft: string
  long: string
  /** A word of the talk to look for. */
  wanted: string
}

export const casts: Readonly<Record<Language, Cast>> = {
  'en': {
    me: 'Ada',
    others: ['Grace', 'Alan', 'Barbara', 'Wolfeschlegelsteinhausenbergerdorff Jr.'],
    group: 'Weekend hike',
    announcement: 'We meet on Saturday at 7:40 at the north exit of the station.\n'
      + 'Bring water, and something against the rain.',
    talk: [
      [1, 'Who is in for Saturday?'],
      [0, 'I am 🙋'],
      [2, 'Me too. Shall we take the early train? It leaves at 7:52, and the next one is two hours later.'],
      [2, 'Tickets: https://example.com/trains/early'],
      [0, 'Yes'],
      [0, 'I’ll bring the map.'],
      [3, '🎉'],
      [1, 'Great, then it is decided: north exit, 7:40. Don’t be late, the train won’t wait for anybody.'],
      [0, 'ok'],
    ],
    question: 'Does anybody have a second pair of poles? Mine broke last week.',
    answer: 'I do',
    typo: 'The trian is full',
    edited: 'The train is full, but there are seats in the rear part',
    draft: 'I was just about to say',
    long: 'It rained on all the roofs of the town where nobody knew my name but everybody had an umbrella. ',
    wanted: 'train',
  },
  'zh-Hans': {
    me: '小林',
    others: ['阿杰', '欧阳娜娜', '王小明', '沃尔夫施莱格尔施泰因豪森贝格多夫·冯·霍亨索伦'],
    group: '周末徒步',
    announcement: '周六早上 7:40 在车站北出口集合。\n请带水和雨具。',
    talk: [
      [1, '周六谁来？'],
      [0, '我来 🙋'],
      [2, '我也来。坐早班车怎么样？7:52 发车，下一班要再等两个小时。'],
      [2, '车票：https://example.com/trains/early'],
      [0, '好'],
      [0, '我带地图。'],
      [3, '🎉'],
      [1, '太好了，那就这么定了：北出口，7:40。别迟到，火车可不等人。'],
      [0, '好的'],
    ],
    question: '谁有多余的登山杖？我的上周断了。',
    answer: '我有',
    typo: '票卖完乐',
    edited: '票卖完了，不过后面车厢还有座位',
    draft: '我正想说',
    long: '小镇的屋顶上都下着雨，没有人知道我的名字，但每个人都带着伞。',
    wanted: '火车',
  },
}
