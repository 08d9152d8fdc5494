//! What the fields of the control room's forms are called, and the words they offer.

use super::super::{Lang, T};

impl T {
    /// The name of a field of a form.
    pub fn field(self, form: &str, name: &str) -> &'static str {
        if let Some(label) = self.duty_field(form, name) {
            return label;
        }
        if let Some(words) = self.people_field(form, name) {
            return words;
        }
        if let Some(words) = self.report_field(form, name) {
            return words;
        }
        if let Some(words) = self.hall_field(form, name) {
            return words;
        }
        let (zh, en) = match (form, name) {
            ("alias", "name") => ("名称", "Name"),
            ("alias", "kind") => ("名称类型", "Kind of name"),
            ("entry", "name") => ("球队名称", "Team"),
            ("account", "name") => ("姓名或称呼", "Name"),
            ("token", "name") => ("用途", "What it is for"),
            ("capacity", "kind") => ("容量类型", "Kind"),
            ("link", "job") => ("岗位", "Job"),
            ("upload", "kind") => ("用途", "Shown as"),
            ("result", "reason") => ("理由", "Reason"),
            ("result", "document") => ("依据文件", "Document"),
            ("venue", "name_zh") => ("场馆名称", "Name"),
            ("court", "name_zh") => ("场地名称", "Name"),
            ("plan", "template") => ("模板", "Format"),
            ("plan", "crossing") => ("交叉对阵", "Pairings"),
            ("plan", "carry") => ("带入成绩(第二阶段小组)", "Results brought along (second group)"),
            ("plan", "losers") => ("负者的比赛", "Games of the losers"),
            ("plan", "rounds") => ("轮数(瑞士制、擂台赛)", "Rounds (Swiss, ladder)"),
            ("plan", "groups") => ("小组数(自定)", "Groups (own measures)"),
            ("plan", "times") => ("每两队相遇次数(自定)", "Games between two of a group (own measures)"),
            ("plan", "through") => (
                "每组出线队数(自定,0为不打淘汰赛)",
                "Through from each group (own measures, 0: no knock-out)",
            ),
            ("plan", "best") => ("另取成绩最好的下一名(自定)", "Best next places besides (own measures)"),
            ("series", "round") => ("轮次", "Round"),
            ("series", "series") => ("赛制", "Played as"),
            ("series", "home") => ("主场顺序", "Home games"),
            ("swap", "one") => ("位置", "Slot"),
            ("swap", "other") => ("与之对调", "Exchange with"),
            ("draft", "name") => ("草案名称", "Name of the draft"),
            ("draft", "legs") => ("没有场次的赛事", "Competitions without games"),
            ("set_up", "from") => ("第一天", "First day"),
            ("set_up", "to") => ("最后一天", "Last day"),
            ("set_up", "closed") => ("全体休赛日", "Days without any game"),
            ("set_up_hall", "used") => ("使用这个场馆", "Use this hall"),
            ("set_up_hall", "times") => ("开球时间", "Tip-off times"),
            ("set_up_hall", "courts") => ("同时可打几场", "Courts in use"),
            ("set_up_hall", "permit") => ("许可:每天最多几场", "Permit: games a day"),
            ("set_up_hall", "closed") => ("闭馆日", "Days the hall is shut"),
            ("set_up_competition", "hall") => ("只用这个场馆", "Only in this hall"),
            ("set_up_competition", "opening_a") => ("揭幕战一方", "Opening match, one team"),
            ("set_up_competition", "opening_b") => ("揭幕战另一方", "Opening match, the other"),
            ("set_up_competition", "after_days") => {
                ("淘汰赛每轮之间至少隔几天", "Days between knock-out rounds")
            }
            ("set_up_competition", "rounds_from") => ("淘汰赛最早", "Knock-out not before"),
            ("set_up_club", "blocked") => ("不能比赛的日期", "Dates without a game"),
            ("set_up_club", "not_before") => ("最早比赛日", "No game before"),
            ("set_up_club", "shift_first") => ("倒班周期第 1 天", "Shift cycle, day 1"),
            ("set_up_club", "shift_cycle") => ("周期天数", "Days of the cycle"),
            ("set_up_club", "shift_work") => ("其中上班的是第几天", "Days of it that are work"),
            ("set_up_club", "shift_weight") => ("当班日不比赛", "No games on work days"),
            ("set_up_rules", "game_minutes") => {
                ("一场比赛占用分钟(含缓冲)", "Minutes a game takes, with buffer")
            }
            ("set_up_rules", "officials") => {
                ("裁判有几组(同时最多几场)", "Crews of officials (games at once)")
            }
            ("set_up_rules", "rest_hours") => ("两场之间至少休息小时", "Hours between two games of a team"),
            ("set_up_rules", "games_a_day") => ("每队每天最多几场", "Games a team and day, at most"),
            ("set_up_rules", "games_a_week") => ("每队每周最多几场", "Games a team and week, at most"),
            ("set_up_rules", "return_days") => {
                ("同一对手两场之间至少几天", "Days between the games of a pair")
            }
            ("set_up_rules", "rest_days") => {
                ("希望两场相隔超过几天", "Wished: more than so many days between games")
            }
            ("set_up_rules", "rest_weight") => ("这个愿望的分量", "How much that wish counts"),
            ("set_up_rules", "prime_times") => ("黄金时段", "Prime times"),
            ("set_up_rules", "prime_weight") => ("黄金时段平均分配", "Share prime times fairly"),
            ("set_up_rules", "halls_weight") => ("场馆平均分配", "Share halls fairly"),
            ("set_up_rules", "short_weight") => {
                ("避开当班不足五人的日子", "Spare days on which shifts leave fewer than five players")
            }
            ("set_up_rules", "together") => ("不能同时比赛的球队", "Teams that never play at once"),
            ("set_up_rules", "derbies") => ("德比", "Derbies"),
            (_, "mon") => ("周一", "Monday"),
            (_, "tue") => ("周二", "Tuesday"),
            (_, "wed") => ("周三", "Wednesday"),
            (_, "thu") => ("周四", "Thursday"),
            (_, "fri") => ("周五", "Friday"),
            (_, "sat") => ("周六", "Saturday"),
            (_, "sun") => ("周日", "Sunday"),
            ("repair", "what") => ("发生了什么", "What happened"),
            ("repair", "hall") => ("场馆", "Hall"),
            ("repair", "entry") => ("退赛球队", "Team that withdraws"),
            ("repair", "game") => ("延期的比赛", "Game that is postponed"),
            ("search", "seconds") => ("时间", "Time"),
            ("instant", "clubs") => ("队数", "Teams"),
            ("instant", "legs") => ("循环", "Rounds"),
            ("night", "minutes") => ("推迟分钟", "Delay, minutes"),
            ("night", "length") => ("两场开球至少相隔分钟", "Minutes between tip-offs, at least"),
            ("night", "fixture") => ("从这场起", "From this game"),
            ("ruling", "kind") => ("裁定", "Ruling"),
            ("ruling", "entry") => ("球队", "Team"),
            ("ruling", "points") => ("加减积分", "Points, minus to take"),
            ("ruling", "order") => ("抽签次序", "Drawn order"),
            ("ruling", "document") => ("依据文件", "Document"),
            ("draw", "pots") => ("档次", "Pots"),
            ("draw", "places") => ("抽到哪里", "Drawn into"),
            ("draw", "finalists") => ("上届决赛队(分到不同组)", "Last finalists, kept apart"),
            ("draw", "owners") => ("同一集团的球队", "Clubs of one owner"),
            ("draw", "owners_rule") => ("同一集团的球队如何分", "How they are kept apart"),
            ("draw", "host") => ("东道主", "Host"),
            ("draw", "host_place") => ("东道主的组或位置", "Host's group or place"),
            ("draw", "said") => ("现场报出的数字", "Number said in the hall"),
            ("figure" | "import", "about") => ("关于什么", "What it is about"),
            ("figure", "metric") => ("指标", "Metric"),
            ("figure", "value") => ("数值", "Figure"),
            ("figure", "low") => ("区间下限", "At least"),
            ("figure", "high") => ("区间上限", "At most"),
            ("figure", "class") => ("可信等级", "Class"),
            ("figure", "method") => ("怎样数的", "How it was counted"),
            ("figure" | "import", "as_of") => ("截至", "As of"),
            ("figure", "from") => ("时段从", "From"),
            ("figure", "to") => ("时段到", "To"),
            ("figure" | "claim", "wording") => ("原话", "Its wording"),
            ("claim", "publisher") => ("发布者", "Publisher"),
            ("claim", "published") => ("发布日期", "Day of print"),
            ("figure", "published") => ("发布日期", "Published on"),
            ("figure", "file") => ("证据:文件、文章或截图", "Evidence: file, article or picture"),
            ("figure", "url") => ("网址", "Address"),
            ("figure", "file_row") => ("第几行", "Row"),
            ("figure", "sha256") => ("文件 SHA-256", "SHA-256 of the file"),
            ("figure", "dedup") => ("去重依据", "Told apart by"),
            ("figure", "threshold_s") => ("起算秒数", "Counts from second"),
            ("figure", "step_s") => ("采样间隔(秒)", "Sampling step in seconds"),
            ("figure", "replay") => ("回放", "Replay"),
            ("figure" | "import", "not_public") => ("不公开", "Not public"),
            ("occasion" | "door", "level") => ("类型", "Kind"),
            ("sum", "one") => ("一个数字", "One figure"),
            ("sum", "other") => ("另一个数字", "Another figure"),
            ("sum", "over") => ("沿什么相加", "Along what"),
            ("night", "day") => ("日期", "Day"),
            ("link", "gate") => ("入口", "Gate"),
            (_, "name_zh") => ("名称", "Name"),
            (_, "name_en") => ("英文名称", "Name in English"),
            (_, "name") => ("名称", "Name"),
            (_, "kind") => ("类型", "Kind"),
            (_, "edition") => ("规则版本", "Rule book"),
            (_, "periods") => return self.field_periods(form),
            (_, "period_minutes") => ("每节分钟", "Minutes a period"),
            (_, "overtime_minutes") => ("加时分钟", "Minutes of overtime"),
            (_, "running_clock") => ("连续计时", "Running clock"),
            (_, "criteria") => ("排名标准", "Ranking"),
            (_, "regulation_zh") => ("竞赛规程", "Regulations"),
            (_, "regulation_en") => ("竞赛规程(英文)", "Regulations in English"),
            (_, "groups") => ("小组数", "Groups"),
            (_, "group") => ("小组", "Group"),
            (_, "employers") => ("组成单位,每行一个", "Employers, one a line"),
            (_, "official_name") => ("全称", "Official name"),
            (_, "short_name") => ("简称", "Short name"),
            (_, "city") => ("城市", "City"),
            (_, "address") => ("地址", "Address"),
            (_, "colour_light") => ("浅色球衣", "Light kit"),
            (_, "colour_dark") => ("深色球衣", "Dark kit"),
            (_, "season") => ("赛季", "Season"),
            (_, "source") => ("来源", "Source"),
            (_, "code") => ("场次编号", "Number"),
            (_, "stage") => ("阶段", "Stage"),
            (_, "round") => ("轮次", "Round"),
            (_, "a") => ("前一队", "First side"),
            (_, "a_source") => ("前一队来自(未定时)", "First side comes from"),
            (_, "b") => ("后一队", "Second side"),
            (_, "b_source") => ("后一队来自(未定时)", "Second side comes from"),
            (_, "light_side") => ("穿浅色的一方", "Side in light"),
            ("filter", "day") => ("日期", "Day"),
            (_, "day") => ("日期(时间未定时)", "Day, if no time yet"),
            (_, "tip_off") => ("开赛时间", "Tip-off"),
            (_, "venue") => ("场馆", "Venue"),
            (_, "court") => ("场地", "Court"),
            (_, "stream_url") => ("直播地址", "Live stream"),
            (_, "remark_zh") => ("备注", "Remark"),
            (_, "remark_en") => ("备注(英文)", "Remark in English"),
            (_, "status") => ("状态", "Status"),
            (_, "reason") => ("理由", "Reason"),
            (_, "outcome") => ("结果类型", "How it ended"),
            (_, "outcome_side") => ("哪一方", "Which side"),
            (_, "score_a") => ("前一队比分", "First side's score"),
            (_, "score_b") => ("后一队比分", "Second side's score"),
            (_, "document") => ("依据文件", "Document"),
            (_, "under_protest") => ("申诉中", "Under protest"),
            (_, "official") => ("同时确认为官方赛果", "Confirm it as official now"),
            (_, "login") => ("账号", "Account"),
            (_, "role") => ("角色", "Role"),
            (_, "scope") => ("范围", "Where"),
            (_, "ttl") => ("有效期", "Good for"),
            (_, "holder") => ("交给谁", "For whom"),
            (_, "zone") => ("时区", "Time zone"),
            (_, "event_from") => ("活动开始", "Event begins"),
            (_, "event_to") => ("活动结束", "Event ends"),
            (_, "match_from") => ("首个比赛日", "First match day"),
            (_, "match_to") => ("最后比赛日", "Last match day"),
            (_, "phase") => ("阶段", "Phase"),
            (_, "is_public") => ("对外公开", "Public"),
            (_, "about_zh") => ("赛事介绍", "About"),
            (_, "about_en") => ("赛事介绍(英文)", "About, in English"),
            (_, "seats") => ("人数", "Number"),
            (_, "as_of") => ("时间", "As of"),
            (_, "note") => ("说明", "Note"),
            (_, "title_zh") => ("标题", "Title"),
            (_, "title_en") => ("标题(英文)", "Title in English"),
            ("story", "quote_zh") => ("教练的话", "What the coach said"),
            ("story", "quote_en") => ("教练的话(英文)", "What the coach said, in English"),
            ("replay", "tie") => ("场次", "Tie"),
            ("ruling", "pool") => ("小组代号(留空=当前小组)", "Code of the group (empty: the present one)"),
            (_, "body_zh") => ("正文", "Text"),
            (_, "body_en") => ("正文(英文)", "Text in English"),
            (_, "pinned") => ("置顶", "Keep at the top"),
            (_, "published") => ("发布", "Publish"),
            (_, "file") => ("文件", "File"),
            (_, "notice") => ("所属公告", "Belongs to"),
            (_, "alt_zh") => ("图片说明", "What the picture shows"),
            (_, "alt_en") => ("图片说明(英文)", "The same in English"),
            (_, "consent") => ("人物照片的同意说明", "Consent of the people shown"),
            (_, "people_shown") => ("照片中有可辨认的人物", "People can be recognised in it"),
            (_, "actor") => ("操作人", "Who"),
            (_, "action") => ("操作", "What"),
            (_, "object") => ("对象", "Object"),
            (_, "from") => ("从", "From"),
            (_, "to") => ("到", "To"),
            (_, "competition") => ("赛事", "Competition"),
            (_, "club") => ("球队", "Club"),
            (_, "text") => ("文字", "Text"),
            _ => ("其他", "Other"),
        };
        self.0.pick(zh, en)
    }

    fn field_periods(self, form: &str) -> &'static str {
        match form {
            "competition" => self.0.pick("节数", "Periods"),
            _ => self.0.pick("各节比分", "Score by period"),
        }
    }

    /// What helps to fill a field in; empty where nothing needs saying.
    pub fn field_hint(self, form: &str, name: &str) -> &'static str {
        if let Some(hint) = self.duty_hint(form, name) {
            return hint;
        }
        if let Some(hint) = self.hall_hint(form, name) {
            return hint;
        }
        let (zh, en) = match (form, name) {
            ("result" | "table", "periods") => (
                "写作 20:18 17:20 25:19 21:22,加时接在后面",
                "As 20:18 17:20 25:19 21:22, overtimes after them",
            ),
            ("figure", "value") => (
                "例如 3412、12.6万、超400万;未知写 --,不要写 0",
                "3412, 12.6万, 超400万; -- for unknown, never 0",
            ),
            ("figure", "low") => (
                "留空则按写法推出;估计与推算(C、D)必填",
                "Empty: read from the wording. Needed for estimates (C, D)",
            ),
            ("figure", "wording") => ("E 级必填:报道里的原话", "Needed for class E: the sentence as printed"),
            ("figure", "file") => ("B、B-、E 级必填,或写网址", "Needed for B, B- and E, or an address"),
            ("figure", "from") => ("留空则为该对象的全部时间", "Empty: as long as what it is about"),
            ("set_up" | "set_up_hall" | "set_up_club", "closed" | "blocked") => {
                ("写作 2027-07-16 2027-08-15", "As 2027-07-16 2027-08-15")
            }
            (_, "times" | "prime_times") => ("写作 19:00 20:40", "As 19:00 20:40"),
            (_, "together") => (
                "每行几队,用顿号分开;共用球员、教练或同一老板",
                "One group a line: shared players, coach or owner",
            ),
            (_, "derbies") => (
                "每行两队,后面可写日期;不写日期则在黄金时段",
                "Two teams a line, dates after them; a prime time where no date is given",
            ),
            (_, "shift_work") => ("例如 1 2", "For example 1 2"),
            (_, "tip_off") => ("赛季所在时区的当地时间", "The wall clock in the season's time zone"),
            (_, "a_source") => ("例如 A1 或 QF2 负者", "For example A1, or loser of QF2"),
            ("ruling", "points") => ("扣分填负数,例如 -1", "A deduction is negative, for example -1"),
            ("ruling", "order") => (
                "仅抽签时填写:按抽签结果排列,例如 甲 > 乙 > 丙",
                "For lots only: in the drawn order, for example First > Second",
            ),
            ("ruling", "entry") => ("抽签时留空", "Empty for lots"),
            ("draw", "pots") => (
                "每行一档,队名用顿号分开;不写的球队最后抽",
                "One pot a line, names separated by commas; teams left out come last",
            ),
            ("draw", "finalists") | ("draw", "owners") => {
                ("队名用顿号分开;不同集团各写一行", "Names separated by commas; one owner a line")
            }
            ("draw", "host_place") => ("例如 A 或 A1", "For example A or A1"),
            ("season", "phase") => ("存档后不能再修改", "An archived season cannot be changed"),
            (_, "outcome_side") => {
                ("弃权或告负的一方;正常完赛留空", "Who forfeited; empty for a game played")
            }
            ("upload", "consent") => ("照片中有人物时必填", "Needed where people are shown"),
            ("capacity", "source") => ("没有来源的数字不可信", "A number without a source is a rumour"),
            _ => return "",
        };
        self.0.pick(zh, en)
    }

    /// One word of a list a field offers.
    pub fn choice(self, form: &str, name: &str, word: &str) -> String {
        if let Some(said) = self.duty_choice(form, name, word) {
            return said.to_owned();
        }
        if let Some(words) = self.people_choice(form, name, word) {
            return words.to_owned();
        }
        let (zh, en) = match (form, name, word) {
            ("screen" | "show_item", "view", word) => return self.screen_view(word).to_owned(),
            ("alias", _, "official") => ("全称", "official name"),
            ("alias", _, "short") => ("简称", "short name"),
            ("alias", _, "former") => ("曾用名", "former name"),
            ("alias", _, "slip") => ("误写", "slip in print"),
            ("capacity", _, word) => match word {
                "total" => return self.capacity_total().into(),
                "fixed" => return self.capacity_fixed().into(),
                "added" => return self.capacity_added().into(),
                "stadium" => return self.capacity_stadium().into(),
                _ => return self.capacity_approved().into(),
            },
            ("notice", "kind", "spectators") => return self.spectators_kind().into(),
            ("notice", "kind", _) => return self.notice_kind().into(),
            ("competition", "kind", word) => {
                return word.parse().map_or_else(|_| word.into(), |kind| self.competition_kind(kind).into());
            }
            ("stage", "kind", word) => {
                return word.parse().map_or_else(|_| word.into(), |kind| self.stage_kind(kind).into());
            }
            ("entry", "kind", word) => {
                return word.parse().map_or_else(|_| word.into(), |kind| self.entry_kind(kind).into());
            }
            (_, "phase", word) => {
                return word.parse().map_or_else(|_| word.into(), |phase| self.phase(phase).into());
            }
            (_, "status", word) => {
                return word.parse().map_or_else(|_| word.into(), |status| self.status_word(status).into());
            }
            (_, "outcome", word) => return self.outcome_word(word).into(),
            ("set_up_club" | "set_up_rules", _, word) => match word {
                "off" => ("关闭", "off"),
                "little" => ("尽量", "if possible"),
                "some" => ("希望", "wished for"),
                "much" => ("强烈希望", "strongly wished for"),
                _ => ("必须", "must be"),
            },
            ("draft" | "instant", "legs", word) => match word {
                "mirrored" => ("双循环,次循环顺序相同", "twice, the second in the same order"),
                "fewest_breaks" => ("双循环,连续主客场最少", "twice, with the fewest breaks"),
                _ => ("单循环", "once"),
            },
            ("repair", "what", word) => match word {
                "closed" => ("某馆某天不能用", "A hall is shut on a day"),
                "withdrawn" => ("球队退赛", "A team withdraws"),
                "postponed" => ("一场延期", "A game is postponed"),
                _ => ("条件改了,跟上条件", "The rules changed: follow them"),
            },
            ("plan", "template", "factory_2025") => {
                ("2025 厂BA:两组循环,前八进四分之一决赛", "2025: two groups, eight to the quarter-finals")
            }
            ("plan", "template", "factory_2024") => (
                "2024 厂BA:小组赛、附加赛、交叉赛、半决赛、决赛",
                "2024: groups, play-in, crossover, semi-finals, finals",
            ),
            ("plan", "template", "invitational") => {
                ("邀请赛:两组循环,半决赛,决赛", "Invitational: two groups, semi-finals, finals")
            }
            ("plan", "template", "community") => ("社区联赛", "Community league"),
            ("plan", "template", "best_thirds") => (
                "三组循环,前两名与两个成绩最好的第三名进四分之一决赛",
                "Three groups; the first two and the two best thirds to the quarter-finals",
            ),
            ("plan", "template", "second_group") => {
                ("两组循环,前三名再打一组循环,可带入成绩", "Two groups, then their first three in one group")
            }
            ("plan", "carry", "between") => ("带入出线队之间的成绩", "games between those who go on"),
            ("plan", "carry", "all") => ("带入全部成绩", "all their games"),
            ("plan", "carry", _) => ("不带入", "nothing"),
            ("series", "series", "single") => ("一场决胜", "one game"),
            ("series", "series", "best_of_3") => ("三场两胜", "best of three"),
            ("series", "series", "best_of_5") => ("五场三胜", "best of five"),
            ("series", "series", "best_of_7") => ("七场四胜", "best of seven"),
            ("series", "series", _) => ("两回合总分", "two legs, total points"),
            ("series", "home", "in_turn") => ("轮流,前一队先主场", "in turn, the first side begins"),
            ("series", "home", "second_first") => ("轮流,后一队先主场", "in turn, the second side begins"),
            ("series", "home", "two_two_one") => ("2-2-1-1-1", "2-2-1-1-1"),
            ("series", "home", _) => ("2-3-2", "2-3-2"),
            ("plan", "template", "knockout") => ("单败淘汰,按种子轮空", "Knock-out with byes by seed"),
            ("plan", "template", "swiss") => ("瑞士制", "Swiss rounds"),
            ("plan", "template", "pairs") => ("季前赛抽签配对", "Pre-season pairs by draw"),
            ("plan", "template", "ladder") => ("擂台赛", "Ladder"),
            ("plan", "template", "own") => (
                "自定:小组数、循环次数、出线名额、负者的比赛",
                "By own measures: groups, meetings, places, games of the losers",
            ),
            ("plan", "crossing", "first_against_last") => return self.preset_first().into(),
            ("plan", "crossing", _) => return self.preset_apart().into(),
            ("plan", "losers", "nothing") => ("不再比赛", "none"),
            ("plan", "losers", "third_place") => ("三四名决赛", "third place"),
            ("plan", "losers", "five_to_eight") => ("五至八名排位", "places 5 to 8"),
            ("plan", "losers", _) => ("安慰赛", "consolation"),
            ("figure", "class", word) => {
                let said = word.parse().map_or("", |class| self.class_said(class));
                return format!("{word} {said}");
            }
            ("figure", "dedup", "none") => ("不去重", "not at all"),
            ("figure", "dedup", "account") => ("账号", "account"),
            ("figure", "dedup", "device") => ("设备", "device"),
            ("figure", "dedup", "cookie") => ("浏览器", "browser"),
            ("figure", "dedup", "ticket") => ("票", "ticket"),
            ("figure", "replay", "with") => ("含回放", "with replay"),
            ("figure", "replay", _) => ("不含回放", "without replay"),
            (_, "level", word) => {
                return word.parse().map_or_else(|_| word.into(), |level| self.level(level).into());
            }
            (_, "over", "time") => ("时间(几晚、几轮)", "time: evenings, rounds"),
            (_, "over", _) => ("平台或入口", "platforms or gates"),
            ("ruling", "kind", "points") => ("加减积分", "points given or taken"),
            ("ruling", "kind", "lots") => ("抽签定序", "lots drawn"),
            ("ruling", "kind", _) => ("取消资格", "thrown out"),
            ("draw", "places", "groups") => ("小组", "groups"),
            ("draw", "places", _) => ("签位", "places of the bracket"),
            ("draw", "owners_rule", "apart") => ("不得同组", "never together"),
            ("draw", "owners_rule", _) => ("尽量均匀分开", "spread evenly"),
            (_, "edition", "fiba-2024") => ("FIBA 2024", "FIBA 2024"),
            (_, "edition", "fiba-2026") => ("FIBA 2026", "FIBA 2026"),
            (_, "criteria", "fiba") => ("FIBA 同分排名程序", "FIBA procedure"),
            (_, _, "a") => ("前一队", "first side"),
            (_, _, "b") => ("后一队", "second side"),
            (_, _, "both") => ("双方", "both"),
            (_, "job", "scorer") => ("记录员", "scorer"),
            (_, "job", "gate") => ("入口计数员", "gate counter"),
            ("upload", _, "photo") => ("图片", "picture"),
            ("upload", _, "attachment") => ("附件", "attachment"),
            (_, "ttl", "8") => ("8 小时", "8 hours"),
            (_, "ttl", "24") => ("1 天", "1 day"),
            (_, "ttl", "720") => ("30 天", "30 days"),
            (_, "ttl", "8760") => ("1 年", "1 year"),
            _ => return word.to_owned(),
        };
        self.0.pick(zh, en).to_owned()
    }

    /// What was done, for the audit.
    pub fn audit_action(self, action: &str) -> &'static str {
        let (zh, en) = match action {
            "created" => ("新建", "added"),
            "changed" => ("修改", "changed"),
            "archived" => ("移除或停用", "put away"),
            "restored" => ("恢复", "restored"),
            "result_entered" => ("录入赛果", "entered a result"),
            "result_confirmed" => ("确认赛果", "confirmed a result"),
            "result_corrected" => ("更正赛果", "corrected a result"),
            "undone" => ("撤销", "took back"),
            "imported" => ("导入", "imported"),
            "signed_in" => ("登录", "signed in"),
            "signed_out" => ("退出", "signed out"),
            "password_set" => ("设置密码", "set a password"),
            "link_issued" => ("生成链接", "made a link"),
            "link_revoked" => ("收回链接", "took back a link"),
            "granted" => ("授予角色", "granted a role"),
            "grant_removed" => ("移除角色", "removed a role"),
            "reviewed" => ("审核", "reviewed"),
            "published" => ("发布", "published"),
            "counted" => ("开始计数", "began to count"),
            "signed" => ("签名锁定", "signed"),
            "moved" => ("流转状态", "moved on"),
            "revealed" => ("查看个人信息", "looked at personal data"),
            "merged" => ("合并档案", "put records together"),
            "unmerged" => ("拆分档案", "took records apart"),
            "erased" => ("注销个人信息", "erased personal data"),
            "exported" => ("导出个人数据", "handed out personal data"),
            "sheet_taken" => ("开始记录", "began to keep the sheet"),
            "sheet_closed" => ("结束记录", "closed the sheet"),
            "sheet_reopened" => ("重新打开记录", "reopened the sheet"),
            _ => ("其他", "other"),
        };
        self.0.pick(zh, en)
    }

    /// A kind of object, for the audit.
    pub fn object_kind(self, kind: &str) -> &'static str {
        let (zh, en) = match kind {
            "league" => ("联赛", "league"),
            "season" => ("赛季", "season"),
            "competition" => ("赛事", "competition"),
            "stage" => ("阶段", "stage"),
            "club" => ("球队", "club"),
            "entry" => ("参赛队", "entry"),
            "venue" => ("场馆", "venue"),
            "fixture" => ("比赛", "game"),
            "notice" => ("公告", "notice"),
            "upload" => ("文件", "file"),
            "account" => ("账号", "account"),
            "capability" => ("记录台链接", "scorer's link"),
            "api_token" => ("接口令牌", "token"),
            "plan" => ("赛制", "format"),
            "ruling" => ("裁定", "ruling"),
            "draw" => ("抽签", "draw"),
            "observation" => ("观众数据", "figure"),
            "scope" => ("计数对象", "occasion"),
            "list" => ("报名名单", "team list"),
            "match_list" => ("本场名单", "match list"),
            "entry_rules" => ("报名设置", "entry settings"),
            "person" => ("人员", "person"),
            "draft" => ("赛程草案", "draft of fixtures"),
            other => return self.duty_kind(other),
        };
        self.0.pick(zh, en)
    }

    /// The state of the audit's chain.
    pub fn chain_state(self, state: &Result<usize, (String, i64)>) -> String {
        match (self.0, state) {
            (Lang::Zh, Ok(count)) => format!("记录链完整,共 {count} 条。"),
            (Lang::En, Ok(count)) => format!("The chain is whole: {count} entries."),
            (Lang::Zh, Err((chain, seq))) => format!("记录链在 {chain} 第 {seq} 条处断裂,请立即报告。"),
            (Lang::En, Err((chain, seq))) => {
                format!("The chain {chain} is broken at entry {seq}. Report this at once.")
            }
        }
    }

    /// Clubs that a name may have meant.
    pub fn meant(self, names: &[String]) -> String {
        match self.0 {
            Lang::Zh => format!("您是不是要找:{}?", names.join("、")),
            Lang::En => format!("Did you mean {}?", names.join(", ")),
        }
    }
}
