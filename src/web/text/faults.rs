//! What is wrong with an input, in words: what was found and what would be right.

use super::{Lang, T};
use crate::actions::input::What;
use crate::web::error::Error;
use league::fixture::{ResultFault, Side};

impl What {
    /// The stable code of the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::TooCommon => "too_common",
            Self::NotPlainText => "not_plain_text",
            Self::NotADate => "not_a_date",
            Self::NotADateTime => "not_a_date_time",
            Self::NotAFlag => "not_a_flag",
            Self::NotANumber => "not_a_number",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotOneOf { .. } => "not_one_of",
            Self::NotAColour => "not_a_colour",
            Self::NotAUrl => "not_a_url",
            Self::NotMoney => "not_money",
            Self::Conflict(_) => "conflict",
            Self::Shifts(_) => "shifts_unsound",
            Self::NotAnAddress => "not_an_address",
            Self::NotPeriods => "not_periods",
            Self::GameLongOver => "game_long_over",
            Self::EnteredAlready => "entered_already",
            Self::NotAScore => "not_a_score",
            Self::NoSuchObject => "no_such_object",
            Self::NoSuchField => "no_such_field",
            Self::WrongType => "wrong_type",
            Self::Taken => "taken",
            Self::EndsBeforeItBegins => "ends_before_it_begins",
            Self::SameTwice => "same_twice",
            Self::SeveralMatch => "several_match",
            Self::NoSuchZone => "no_such_zone",
            Self::FarFromSeason => "far_from_season",
            Self::NotAllowed => "not_allowed",
            Self::EntriesDoNotFit { .. } => "entries_do_not_fit",
            Self::PlanUnsound { .. } => "plan_unsound",
            Self::GameBegun { .. } => "game_begun",
            Self::NotOfficialYet { .. } => "not_official_yet",
            Self::PlacesOpen => "places_open",
            Self::NoPairing => "no_pairing",
            Self::PlanFirst => "plan_first",
            Self::NoSuchTeam { .. } => "no_such_team",
            Self::NoLotsDue => "no_lots_due",
            Self::Criteria(_) => "criteria_unsound",
            Self::Draw(_) => "draw_impossible",
            Self::NotAFigure => "not_a_figure",
            Self::NotAHash => "not_a_hash",
            Self::NotTaken(_) => "not_taken",
            Self::NotCounts => "not_counts",
            Self::NotDates => "not_dates",
            Self::NotTimes => "not_times",
            Self::NoSuchTeams { .. } => "no_such_teams",
            Self::SlotForbidden { .. } => "slot_forbidden",
            Self::NoSeason(_) => "no_season_to_plan",
            Self::Sheet { .. } => "not_a_sheet",
            Self::Row { what, .. } | Self::Column { what, .. } => what.code(),
            Self::OfficialStands => "result_official",
            Self::Cell { .. } => "cell",
            Self::EntryRules { .. } => "entry_rules_unsound",
            Self::NoConsent => "no_consent",
            Self::MatchListSize { .. } => "match_list_size",
            Self::MayNotPlay { .. } => "may_not_play",
            Self::MatchRule { .. } => "match_rule",
            Self::NotAPlay { .. } => "not_a_play",
            Self::Result(fault) => match fault {
                ResultFault::ScoreMissing => "score_missing",
                ResultFault::ScoreWithoutGame => "score_without_game",
                ResultFault::ScoreTooHigh { .. } => "score_too_high",
                ResultFault::ScoreLevel => "score_level",
                ResultFault::PeriodsMissing { .. } => "periods_missing",
                ResultFault::TooManyOvertimes { .. } => "too_many_overtimes",
                ResultFault::PeriodsDoNotAddUp { .. } => "periods_do_not_add_up",
                ResultFault::OvertimeNotDue { .. } => "overtime_not_due",
                ResultFault::OvertimeAfterDecision { .. } => "overtime_after_decision",
                ResultFault::ForfeitScore { .. } => "forfeit_score",
                ResultFault::DefaultedSideLeads { .. } => "defaulted_side_leads",
            },
        }
    }
}

impl T {
    /// A fault in words.
    pub fn fault(self, what: &What) -> String {
        let (zh, en): (String, String) = match what {
            What::Required => ("必填".into(), "Needed".into()),
            What::TooLong { max } => (format!("最多 {max} 个字符"), format!("At most {max} characters")),
            What::TooShort { min } => (format!("至少 {min} 个字符"), format!("At least {min} characters")),
            What::TooCommon => (
                "太容易猜到,请换一个,例如几个不相关的词".into(),
                "Too easy to guess; try a few unrelated words".into(),
            ),
            What::NotPlainText => (
                "含有换行或不可见字符,请只填写一行文字".into(),
                "Holds line breaks or invisible characters; one line of text is wanted".into(),
            ),
            What::NotADate => {
                ("不是日期,例如 2025-06-13".into(), "Not a date; for example 2025-06-13".into())
            }
            What::NotADateTime => (
                "不是日期和时间,例如 2025-06-13 19:00".into(),
                "Not a date and time; for example 2025-06-13 19:00".into(),
            ),
            What::NotAFlag => ("只能填 true 或 false".into(), "Either true or false".into()),
            What::NotANumber => ("请填整数".into(), "A whole number is wanted".into()),
            What::OutOfRange { min, max } => {
                (format!("应在 {min} 到 {max} 之间"), format!("Between {min} and {max}"))
            }
            What::NotOneOf { allowed } => {
                (format!("只能是:{}", allowed.join("、")), format!("One of: {}", allowed.join(", ")))
            }
            What::NotAColour => ("颜色写作 #1d2a3a".into(), "A colour is written #1d2a3a".into()),
            What::NotAUrl => {
                ("请填以 https:// 开头的地址".into(), "An address that begins with https://".into())
            }
            What::NotMoney => (
                "金额写作 1200 或 1200.50,大于 0".into(),
                "An amount above 0, such as 1200 or 1200.50".into(),
            ),
            What::Conflict(conflict) => return self.conflict(conflict),
            What::Shifts(unsound) => return self.unsound_shifts(unsound),
            What::NotAnAddress => (
                "与所选渠道不符:机器人与 webhook 填网址,邮件填邮箱,短信填号码".into(),
                "Does not fit the channel: an https address, an e-mail address or a phone number".into(),
            ),
            What::NotAScore => {
                ("比分写作 20:0,每边 0 到 999".into(), "A score is written 20:0, from 0 to 999 a side".into())
            }
            What::NotPeriods => (
                "各节比分写作 20:18 17:20 25:19 21:22".into(),
                "Periods are written 20:18 17:20 25:19 21:22".into(),
            ),
            What::NotDates => (
                "写作 2025-06-13 2025-06-20,用空格分开".into(),
                "Dates such as 2025-06-13 2025-06-20, with spaces between".into(),
            ),
            What::NotTimes => (
                "写作 19:00 20:40,用空格分开".into(),
                "Times such as 19:00 20:40, with spaces between".into(),
            ),
            What::NoSuchTeams { names } => {
                (format!("没有这样的球队:{names}"), format!("No such teams here: {names}"))
            }
            What::SlotForbidden { zh, en } => (format!("这个时段不行:{zh}"), format!("Not this slot: {en}")),
            What::NoSeason(refused) => (self.no_season_words(refused), self.no_season_words(refused)),
            What::Sheet { said } => (said.clone(), said.clone()),
            What::Row { row, what } => {
                (format!("第 {row} 行:{}", self.fault(what)), format!("Row {row}: {}", self.fault(what)))
            }
            What::Column { row, column, what } => {
                let mut heading = column.split(' ');
                let zh = heading.next().unwrap_or_default();
                let en = column.strip_prefix(zh).unwrap_or(column).trim();
                let said = self.fault(what);
                (format!("第 {row} 行「{zh}」:{said}"), format!("Row {row}, {en}: {said}"))
            }
            What::OfficialStands => (
                "已有官方成绩且与表中不同;请在该场比赛里更正".into(),
                "An official result stands and differs; correct it at the game".into(),
            ),
            What::NoSuchObject => ("找不到,请从列表中选择".into(), "Not found; choose from the list".into()),
            What::NoSuchField => ("没有这个字段".into(), "There is no such field".into()),
            What::WrongType => ("类型不对".into(), "Of the wrong type".into()),
            What::Taken => ("已被使用".into(), "Already taken".into()),
            What::EndsBeforeItBegins => ("结束早于开始".into(), "Ends before it begins".into()),
            What::SameTwice => ("两处不一致或重复,请检查".into(), "The two do not fit together".into()),
            What::SeveralMatch => (
                "有几支球队叫这个名字,请写全称".into(),
                "Several clubs bear this name; write it in full".into(),
            ),
            What::GameLongOver => (
                "比赛早已结束,链接发出即失效".into(),
                "This game was over long ago: a link would be dead at once".into(),
            ),
            What::EnteredAlready => (
                "该队已用此名称参加本赛事".into(),
                "This club has entered this competition under this name already".into(),
            ),
            What::NoSuchZone => {
                ("没有这个时区,例如 Asia/Shanghai".into(), "No such zone; for example Asia/Shanghai".into())
            }
            What::FarFromSeason => (
                "与本赛季相差一年以上,年份是否写错?".into(),
                "More than a year away from this season; is the year right?".into(),
            ),
            What::NotAllowed => (
                "对阵双方确定后才能录入比分".into(),
                "A score can be entered once both sides are known".into(),
            ),
            What::EntriesDoNotFit { .. }
            | What::PlanUnsound { .. }
            | What::NoLotsDue
            | What::GameBegun { .. }
            | What::NotOfficialYet { .. }
            | What::PlacesOpen
            | What::NoPairing
            | What::PlanFirst
            | What::NoSuchTeam { .. }
            | What::Criteria(_)
            | What::Draw(_) => return self.stage_fault(what),
            What::NotAPlay { at } => (
                format!("第 {at} 条不是可以记录的事件"),
                format!("Number {at} is no play that can be recorded"),
            ),
            What::NotAFigure | What::NotAHash | What::NotTaken(_) | What::NotCounts => {
                return self.figure_fault(what);
            }
            What::Cell { .. }
            | What::EntryRules { .. }
            | What::NoConsent
            | What::MatchListSize { .. }
            | What::MayNotPlay { .. }
            | What::MatchRule { .. } => return self.people_fault(what),
            What::Result(fault) => return self.result_fault(fault),
        };
        match self.0 {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn result_fault(self, fault: &ResultFault) -> String {
        let zh = self.0 == Lang::Zh;
        let side = |side: Side| match (zh, side) {
            (true, Side::A) => "前一队",
            (true, Side::B) => "后一队",
            (false, Side::A) => "the first side",
            (false, Side::B) => "the second side",
        };
        match *fault {
            ResultFault::ScoreMissing if zh => "请填写双方比分".into(),
            ResultFault::ScoreMissing => "Both scores are needed".into(),
            ResultFault::ScoreWithoutGame if zh => "未比赛的场次没有比分".into(),
            ResultFault::ScoreWithoutGame => "A game that was not played has no score".into(),
            ResultFault::ScoreTooHigh { side: s } if zh => format!("{}得分过高,请检查", side(s)),
            ResultFault::ScoreTooHigh { side: s } => {
                format!("The score of {} is too high; please check", side(s))
            }
            ResultFault::ScoreLevel if zh => "比赛不能以平局结束,应有加时".into(),
            ResultFault::ScoreLevel => "A game cannot end level; overtime is due".into(),
            ResultFault::PeriodsMissing { given, needed } if zh => {
                format!("应有 {needed} 节,只填了 {given} 节")
            }
            ResultFault::PeriodsMissing { given, needed } => {
                format!("{needed} periods are needed, {given} given")
            }
            ResultFault::TooManyOvertimes { given } if zh => format!("{given} 个加时过多,请检查"),
            ResultFault::TooManyOvertimes { given } => {
                format!("{given} overtimes are too many; please check")
            }
            ResultFault::PeriodsDoNotAddUp { side: s, sum, score } if zh => {
                format!("{}各节相加为 {sum},总分却是 {score}", side(s))
            }
            ResultFault::PeriodsDoNotAddUp { side: s, sum, score } => {
                format!("The periods of {} add up to {sum}, the score says {score}", side(s))
            }
            ResultFault::OvertimeNotDue { regular } if zh => {
                format!("正赛 {}:{} 并未打平,不应有加时", regular.a, regular.b)
            }
            ResultFault::OvertimeNotDue { regular } => {
                format!("Regular time ended {}:{}, so no overtime was due", regular.a, regular.b)
            }
            ResultFault::OvertimeAfterDecision { number } if zh => {
                format!("第 {number} 个加时已分胜负,不应再有加时")
            }
            ResultFault::OvertimeAfterDecision { number } => {
                format!("Overtime {number} decided the game; no further one was due")
            }
            ResultFault::ForfeitScore { expected } if zh => {
                format!("弃权的比分由规则确定:{}:{}", expected.a, expected.b)
            }
            ResultFault::ForfeitScore { expected } => {
                format!("The score of a forfeit follows from the rule: {}:{}", expected.a, expected.b)
            }
            ResultFault::DefaultedSideLeads { side: s } if zh => {
                format!("{}因缺少队员告负,比分不能领先", side(s))
            }
            ResultFault::DefaultedSideLeads { side: s } => {
                format!("By default {} loses and cannot be ahead", side(s))
            }
        }
    }

    /// The heading of an error.
    pub fn error_title(self, error: &Error) -> String {
        let (zh, en) = match error {
            Error::NotFound => ("没有这个页面", "No such page"),
            Error::WrongMethod => ("不支持这种请求", "This cannot be asked that way"),
            Error::Forbidden => ("没有权限", "Not allowed"),
            Error::SignIn => ("请先登录", "Please sign in"),
            Error::BadToken => ("令牌无效", "The token is not valid"),
            Error::BadBody => ("无法读取提交的内容", "What was sent cannot be read"),
            Error::WrongMediaType => ("不支持这种格式", "This kind of content is not read here"),
            Error::TooLarge => ("内容过大", "Too large"),
            Error::NoMatch => ("版本不符", "Another version is there"),
            Error::VersionNeeded => ("缺少版本号", "The version is missing"),
            Error::Conflict => ("别人刚刚改过", "Somebody changed it meanwhile"),
            Error::NotNow(_) => ("现在不能这样做", "Not possible now"),
            Error::Faults(_) => ("有内容需要改正", "Something needs mending"),
            Error::Wait { .. } => ("请稍候", "Please wait"),
            Error::LinkUsedUp => ("链接已失效", "This link is used up"),
            Error::Full => ("磁盘已满", "The disk is full"),
            Error::Internal(_) => ("出错了", "Something went wrong"),
        };
        self.0.pick(zh, en).to_owned()
    }

    /// An error in a sentence that says what to do next.
    pub fn error_said(self, error: &Error) -> String {
        let zh = self.0 == Lang::Zh;
        let (said_zh, said_en) = match error {
            Error::NotFound => (
                "地址可能写错了,或内容已不再公开。",
                "The address may be wrong, or this is no longer public.",
            ),
            Error::WrongMethod => ("请从页面上的按钮操作。", "Please use the buttons of the page."),
            Error::Forbidden => {
                ("您的账号不能做这件事,请联系组委会。", "Your account may not do this; ask the committee.")
            }
            Error::SignIn => ("登录后可继续。", "Sign in to go on."),
            Error::BadToken => ("令牌已过期或被收回。", "The token has run out or was taken back."),
            Error::BadBody => ("格式不对,什么都没有保存。", "The format is wrong; nothing was saved."),
            Error::WrongMediaType => (
                "请以 UTF-8 的 application/json 发送,不压缩。",
                "Send application/json in UTF-8, not compressed.",
            ),
            Error::NoMatch => (
                "内容已不是 If-Match 所指的版本,请重新读取后再改。",
                "It is no longer the version that If-Match names; read it again, then change it.",
            ),
            Error::VersionNeeded => (
                "请用 If-Match 或 version 说明修改的是哪一版。",
                "Say which version you change, by If-Match or by version.",
            ),
            Error::TooLarge => ("超过允许的大小,什么都没有保存。", "Larger than allowed; nothing was saved."),
            Error::Conflict => (
                "您打开之后内容已被修改。请返回,看过新内容再保存。",
                "It was changed after you opened it. Go back, read it again, then save.",
            ),
            Error::NotNow("season_archived") => {
                ("本赛季已存档,不能修改。", "This season is archived and cannot be changed.")
            }
            Error::NotNow("result_official") => (
                "赛果已官方确认,只能以更正方式修改。",
                "The result is official; it changes only by a correction.",
            ),
            Error::NotNow("status_not_reachable") => {
                ("从目前的状态不能这样改。", "It cannot go there from where it stands.")
            }
            Error::NotNow("too_late_to_undo") => {
                ("已超过一分钟,或之后又有修改。", "More than a minute has passed, or it was changed since.")
            }
            Error::NotNow("play_id_reused") => (
                "这台设备用同一编号记了两条不同的事件。",
                "This device has used one number for two different plays.",
            ),
            Error::NotNow("epoch_unknown") => {
                ("记录权在另一台设备上,请先接手。", "Another device keeps the sheet; take it over first.")
            }
            Error::NotNow("sheet_held") => (
                "记录权在另一台设备上,需要对方或组委会同意。",
                "Another device keeps the sheet; it, or the committee, must agree.",
            ),
            Error::NotNow("game_not_over") => {
                ("比赛还没有记录结束。", "The end of the game has not been entered.")
            }
            Error::NotNow("report_signed") => {
                ("报告已签名,不能再改。", "The report is signed and stays as it is.")
            }
            Error::NotNow("too_many_plays") => ("一场比赛没有这么多事件。", "No game has so many plays."),
            Error::NotNow("idempotency_key_reused") => (
                "这个 Idempotency-Key 已用于另一个请求。",
                "This Idempotency-Key was used for another request.",
            ),
            Error::NotNow(code) => match self.list_not_now(code) {
                Some(said) => return said.to_owned(),
                None => ("目前的状态不允许。", "Its state does not allow it."),
            },
            Error::Faults(_) => {
                ("什么都没有保存,请改正后再提交。", "Nothing was saved; please mend and send again.")
            }
            Error::Wait { seconds } => {
                return if zh {
                    format!("请求过于频繁,请 {seconds} 秒后再试。")
                } else {
                    format!("Too many at once; please wait {seconds} seconds.")
                };
            }
            Error::LinkUsedUp => (
                "它已被使用、过期或被收回。请索取新的链接。",
                "It was used, ran out or was taken back. Ask for a new one.",
            ),
            Error::Full => (
                "没有保存,请保留您的内容,等待组织者腾出空间。",
                "Nothing was saved. Keep what you have until there is space again.",
            ),
            Error::Internal(_) => (
                "这是我们的问题,请把编号告诉组织者。",
                "This is our fault; please tell the organiser the number.",
            ),
        };
        self.0.pick(said_zh, said_en).to_owned()
    }
}
