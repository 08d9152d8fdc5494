//! Words of the forms about notices, discipline, officials, money and shifts.

use super::super::T;

impl T {
    /// The name of a field of these forms.
    pub(super) fn duty_field(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("recipient", "name") => ("名称", "Name"),
            ("recipient", "channel") => ("渠道", "Channel"),
            ("recipient", "address") => ("地址", "Address"),
            ("recipient", "secret") => ("签名密钥", "Secret for signing"),
            ("recipient", "club") => ("球队", "Club"),
            ("recipient", "topics") => ("接收内容", "Told about"),
            ("recipient", "lang") => ("语言", "Language"),
            ("message", "title_zh") => ("标题", "Title"),
            ("message", "title_en") => ("标题(英文)", "Title in English"),
            ("message", "body_zh") => ("内容", "Text"),
            ("message", "body_en") => ("内容(英文)", "Text in English"),
            ("message", "to") => ("发给", "To"),
            ("incident", "side") => ("球队", "Team"),
            ("incident", "kind") => ("违纪", "What happened"),
            ("incident", "person") => ("球员", "Player"),
            ("incident" | "sanction", "shirt") => ("号码", "Shirt"),
            ("incident", "note") => ("备注", "Note"),
            ("sanction_rule", "kind") => ("违纪", "What happened"),
            ("sanction_rule", "counts") => ("累计", "Counted for"),
            ("sanction_rule", "at_count") => ("第几次", "At count"),
            ("sanction_rule", "repeats") => ("每满一次数重复", "Again at each multiple"),
            ("sanction_rule" | "sanction", "sanction") => ("处罚", "Sanction"),
            ("sanction_rule" | "sanction", "amount") => ("数量", "How much"),
            ("decision", "amount") => ("改为", "Instead"),
            ("sanction_rule", "regulation") => ("规程条款", "Regulation"),
            ("decision" | "verdict", "verdict") => ("决定", "Decision"),
            ("sanction", "entry") => ("球队", "Team"),
            ("sanction", "fixture") => ("起因比赛", "Game it arose from"),
            ("sanction" | "decision" | "verdict" | "strike", "reason") => ("理由", "Reason"),
            ("sanction" | "decision" | "ledger", "document") => ("依据文件", "Document"),
            ("appeal", "appeal_reason") => ("申诉理由", "Why they appeal"),
            ("appeal", "appeal_deposit") => ("申诉保证金(元)", "Deposit in yuan"),
            ("ledger", "kind") => ("类别", "Kind"),
            ("ledger", "party") => ("对方", "With"),
            ("ledger", "amount") => ("金额(元)", "Amount in yuan"),
            ("ledger", "day") => ("日期", "Day"),
            ("ledger", "note") => ("说明", "Note"),
            ("official", "name") => ("姓名", "Name"),
            ("official", "place") => ("岗位", "Works"),
            ("official", "grade") => ("等级", "Grade"),
            ("official", "employer") => ("工作单位", "Employer"),
            ("official", "employer_club") => ("单位的球队", "Club of the employer"),
            ("official", "interests") => ("有利害关系的球队", "Clubs of interest"),
            ("official", "away") => ("不在的日期", "Days away"),
            ("official", "fee") => ("每场酬金(元)", "Fee a game in yuan"),
            ("official", "recipient") => ("通知渠道", "Told by"),
            ("appointment", "official") => ("人员", "Official"),
            ("appointment", "job") => ("职务", "As"),
            ("slot", "at") => ("比赛时间", "Tip-off"),
            ("shift", "department") => ("部门", "Department"),
            ("shift", "pattern") => ("模板", "Pattern"),
            ("shift", "cycle") => ("周期", "Cycle"),
            ("shift", "first") => ("起始日期", "First day"),
            ("shift", "crews") => ("班组", "Crews"),
            ("shift", "hours") => ("班次时间", "Hours of shifts"),
            ("shift", "exceptions") => ("例外与节假日", "Exceptions and holidays"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// What helps to fill these forms in.
    pub(super) fn duty_hint(self, form: &str, name: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name) {
            ("recipient", "name") => ("例如 领队群、张老师", "For example: team leaders' group"),
            ("recipient", "address") => (
                "机器人或 webhook 的 https 地址、邮箱、手机号;手工粘贴留空",
                "The https address of a robot or webhook, an e-mail address, a number; empty for pasting by hand",
            ),
            ("recipient", "secret") => (
                "仅 webhook:至少 16 个字符,留空则不变",
                "Webhooks only: at least 16 characters; empty keeps the one there is",
            ),
            ("sanction_rule" | "sanction", "amount") => (
                "停赛填场数,罚款填元,积分填正负数;其余留空",
                "Games of a suspension, yuan of a fine, points with their sign; else empty",
            ),
            ("incident", "person") => ("名单上没有的人填号码", "Somebody on no list: give the shirt"),
            ("sanction", "shirt") => ("处罚球队时留空", "Empty for the team"),
            ("ledger", "party") => ("联赛自己的收支留空", "Empty for the league's own"),
            ("official", "interests") => ("球队简称,用顿号分开", "Short names, separated by commas"),
            ("official", "away") => (
                "每行一天或一段,例如 2025-06-13 或 2025-06-13..2025-06-20",
                "A day or a span a line: 2025-06-13, or 2025-06-13..2025-06-20",
            ),
            ("official", "recipient") => ("在“收件人”里先登记", "Add it among the recipients first"),
            ("shift", "cycle") => (
                "一天一个字,例如 早早中中夜夜休休;选模板可留空",
                "One sign a day, such as 早早中中夜夜休休; empty with a pattern",
            ),
            ("shift", "first") => {
                ("周期第一天(不错后的班组)", "Day one of the cycle, for the crew with 0 days behind")
            }
            ("shift", "crews") => (
                "名称与错后天数,例如 甲 0、乙 2、丙 4、丁 6",
                "Names with the days each is behind: 甲 0、乙 2",
            ),
            ("shift", "hours") => (
                "每行一个,例如 早 08:00-16:00;留空为 早 8-16、中 16-24、夜 0-8、白 8-18",
                "One a line: 早 08:00-16:00; empty for the usual ones",
            ),
            ("shift", "exceptions") => (
                "每行一条:日期(或 起..止)、班组(可省)、班次,例如 2027-06-22 休",
                "One a line: day or from..to, crew if not all, shift: 2027-06-22 休",
            ),
            ("recipient", "club") => (
                "只接收这支球队的通知;全体群留空",
                "Only what concerns this club; empty for everybody's group",
            ),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// The words these forms offer.
    pub(super) fn duty_choice(self, form: &str, name: &str, word: &str) -> Option<&'static str> {
        let (zh, en) = match (form, name, word) {
            ("recipient", "channel", "paste") => ("手工粘贴(微信群)", "pasted by hand (WeChat)"),
            ("recipient", "channel", "wecom") => ("企业微信群机器人", "WeCom group robot"),
            ("recipient", "channel", "webhook") => ("Webhook", "webhook"),
            ("recipient", "channel", "email") => ("邮件", "e-mail"),
            ("recipient", "channel", "sms") => ("短信", "text message"),
            ("recipient", "topics", "all") => ("全部相关", "everything that concerns them"),
            ("recipient" | "message", "topics" | "to", "games") => ("赛程变动与提醒", "games and reminders"),
            ("recipient" | "message", "topics" | "to", "results") => {
                ("赛果与更正", "results and corrections")
            }
            ("recipient" | "message", "topics" | "to", "entries") => ("报名与处罚", "entries and sanctions"),
            ("recipient" | "message", "topics" | "to", "officials") => ("裁判委派", "appointments"),
            ("incident" | "sanction_rule", "kind", word) => return Some(self.incident_kind(word)),
            ("sanction_rule", "counts", "person") => ("同一球员", "one person"),
            ("sanction_rule", "counts", "team") => ("同一球队", "one team"),
            ("sanction_rule" | "sanction", "sanction", word) => match word {
                "warning" => ("警告", "warning"),
                "suspension" => ("停赛", "suspension"),
                "fine" => ("罚款", "fine"),
                "points" => ("积分", "points"),
                "forfeit" => ("本场判负", "game forfeited"),
                _ => ("取消资格", "thrown out"),
            },
            ("decision", "verdict", "confirm") => ("确认处罚", "confirm"),
            ("decision", "verdict", "dismiss") => ("不予处罚", "dismiss"),
            ("protest", "verdict", "withdrawn") => ("撤回", "withdrawn"),
            ("protest", "verdict", word) => return Some(self.protest_state(word)),
            ("verdict", "verdict", "upheld") => ("申诉成立", "upheld"),
            ("verdict", "verdict", "rejected") => ("驳回申诉", "rejected"),
            ("verdict", "verdict", "lifted") => ("撤销", "lift"),
            ("official", "place", "court") => ("临场裁判", "on court"),
            ("official", "place", "table") => ("记录台", "at the table"),
            ("official", "place", _) => ("都可以", "both"),
            ("appointment", "job", word) => return Some(self.official_job(word)),
            ("shift", "pattern", "four_crews") => ("四班三倒", "four crews, three shifts"),
            ("shift", "pattern", "three_crews") => ("三班倒(每周换班)", "three crews, changing weekly"),
            ("shift", "pattern", _) => ("常白班(周一至周五)", "day staff, Monday to Friday"),
            ("ledger", "kind", word) => return Some(self.ledger_kind(word)),
            ("recipient", "lang", "zh") => ("中文", "Chinese"),
            ("recipient", "lang", "en") => ("英文", "English"),
            _ => return None,
        };
        Some(self.0.pick(zh, en))
    }

    /// These kinds of object, for the audit.
    pub(super) fn duty_kind(self, kind: &str) -> &'static str {
        let (zh, en) = match kind {
            "recipient" => ("收件人", "recipient"),
            "message" => ("通知", "notice sent"),
            "incident" => ("违纪记录", "incident"),
            "sanction" => ("处罚", "sanction"),
            "sanction_rule" => ("处罚规则", "sanction rule"),
            "official" => ("裁判与记录台人员", "official"),
            "appointment" => ("委派", "appointment"),
            "ledger" => ("账目", "ledger entry"),
            "shift" => ("倒班", "shifts"),
            "screen" => ("屏幕", "screen"),
            "sponsor" => ("赞助商", "sponsor"),
            "game_report" => ("比赛报告", "report of a game"),
            "protest" => ("申诉", "protest"),
            "show_item" => ("流程环节", "item of a show"),
            _ => ("其他", "other"),
        };
        self.0.pick(zh, en)
    }

    /// What somebody is appointed for.
    pub fn official_job(self, job: &str) -> &'static str {
        let (zh, en) = match job {
            "crew_chief" => ("主裁判", "crew chief"),
            "umpire" => ("副裁判", "umpire"),
            "scorer" => ("记录员", "scorer"),
            "assistant_scorer" => ("助理记录员", "assistant scorer"),
            "timer" => ("计时员", "timer"),
            "shot_clock" => ("进攻计时员", "shot clock operator"),
            "commissioner" => ("技术代表", "commissioner"),
            "referee" => ("裁判员", "referee"),
            "table" => ("记录台人员", "table official"),
            _ => ("其他", "other"),
        };
        self.0.pick(zh, en)
    }

    /// A sanction with its size.
    pub fn sanction_words(self, sanction: &str, amount: i64) -> String {
        let zh = self.0 == super::super::Lang::Zh;
        match (sanction, zh) {
            ("warning", true) => "警告".into(),
            ("warning", false) => "warning".into(),
            ("suspension", true) => format!("停赛 {amount} 场"),
            ("suspension", false) => {
                format!("suspended for {amount} {}", if amount == 1 { "game" } else { "games" })
            }
            ("fine", true) => format!("罚款 {} 元", league::money::Fen(amount)),
            ("fine", false) => format!("fine of {} yuan", league::money::Fen(amount)),
            ("points", true) => format!("积分 {amount:+}"),
            ("points", false) => format!("{amount:+} points"),
            ("forfeit", true) => "本场判负".into(),
            ("forfeit", false) => "game forfeited".into(),
            ("out", true) => "取消资格".into(),
            ("out", false) => "thrown out".into(),
            (other, _) => other.to_owned(),
        }
    }
}
