//! Every word a visitor reads, Chinese and English on one line. A missing one does not compile.

macro_rules! texts {
    ($($name:ident: $zh:literal | $en:literal;)*) => {
        impl T {
            $(
                #[doc = $en]
                pub fn $name(self) -> &'static str {
                    match self.0 {
                        Lang::Zh => $zh,
                        Lang::En => $en,
                    }
                }
            )*
        }
    };
}

mod audience;
mod claims;
mod control;
mod criteria;
mod draws;
mod duties;
mod faults;
mod feeds;
mod hall;
mod import;
mod live;
mod online;
mod outbox;
mod pad;
mod pairing;
mod papers;
mod people;
mod planner;
mod plans;
mod reports;
mod scores;
mod stages;
mod stats;
pub mod story;

use crate::access::Role;
use league::competition::{EntryKind, Kind, StageKind};
use league::fixture::Status;
use league::season::Phase;

/// The two languages of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The language tag of a page.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The word in the cookie and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Chooses one of two texts; where the English is missing the Chinese stands in.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::En if !en.is_empty() => en,
            _ => zh,
        }
    }
}

/// The words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T(pub Lang);

texts! {
    site: "厂BA 联赛" | "Works League";
    site_tag: "工厂里的篮球联赛" | "Basketball of the factories";
    skip: "跳到正文" | "Skip to content";
    home: "首页" | "Home";
    schedule: "赛程" | "Schedule";
    table: "积分榜" | "Table";
    clubs: "球队" | "Clubs";
    club: "球队" | "Club";
    notices: "公告" | "Notices";
    notice: "公告" | "Notice";
    pinned: "置顶" | "pinned";
    about: "关于" | "About";
    search: "搜索" | "Search";
    search_hint: "球队、场馆、拼音首字母" | "Club, venue, pinyin initials";
    more: "更多" | "More";
    all: "全部" | "All";
    back: "返回" | "Back";
    sample: "示例" | "sample";
    sample_said: "此项为演示编造,并非公布的事实" | "Made up for the demonstration, not a published fact";
    unknown: "未知" | "unknown";
    to_be_set: "待定" | "TBD";
    theme_light: "浅色" | "Light";
    theme_dark: "深色" | "Dark";
    theme_auto: "跟随系统" | "System";
    theme: "外观" | "Theme";
    other_language: "English" | "中文";
    main_menu: "主菜单" | "Main menu";
    season: "赛季" | "Season";
    seasons: "历届赛季" | "Seasons";
    archive: "存档" | "Archive";
    competition: "赛事" | "Competition";
    competitions: "赛事" | "Competitions";
    live_now: "正在比赛" | "Live now";
    next_games: "接下来" | "Next games";
    last_results: "最新赛果" | "Latest results";
    no_games_yet: "赛程尚未公布。" | "No games have been announced yet.";
    no_next_games: "暂无待赛场次。" | "No games are ahead.";
    no_results_yet: "还没有赛果。" | "No results yet.";
    no_notices: "暂无公告。" | "There are no notices.";
    no_table: "本赛事没有积分榜。" | "This competition has no table.";
    today: "今天" | "Today";
    date_unknown: "日期未知" | "Date unknown";
    time_unknown: "时间未知" | "Time unknown";
    time_not_set: "时间未定" | "Time not set";
    by_day: "按日期" | "By day";
    by_club: "按球队" | "By club";
    by_court: "按场地" | "By court";
    venue: "场馆" | "Venue";
    venues: "场馆" | "Venues";
    venue_unknown: "场馆未知" | "Venue unknown";
    court: "场地" | "Court";
    tip_off: "开赛" | "Tip-off";
    stage: "阶段" | "Stage";
    group: "小组" | "Group";
    round: "轮次" | "Round";
    status: "状态" | "Status";
    score: "比分" | "Score";
    score_unknown: "比分未知" | "Score unknown";
    periods: "各节比分" | "Score by period";
    period: "节" | "Period";
    overtime_short: "加" | "OT";
    total: "合计" | "Total";
    home_light: "浅色球衣" | "light kit";
    home_dark: "深色球衣" | "dark kit";
    kit: "球衣" | "Kit";
    watch_live: "观看直播" | "Watch live";
    add_calendar: "加入日历" | "Add to calendar";
    share_picture: "生成海报" | "Share picture";
    day_sheet: "日程单" | "Day sheet";
    print: "打印" | "Print";
    source: "来源" | "Source";
    over: "已结束" | "over";
    reason: "理由" | "Reason";
    document: "文件" | "Document";
    corrections: "更正记录" | "Corrections";
    corrected: "已更正" | "corrected";
    under_protest: "申诉中" | "under protest";
    in_doubt: "比分存疑" | "in doubt";
    before: "更正前" | "Before";
    after: "更正后" | "After";
    rank: "名次" | "Rank";
    team: "球队" | "Team";
    played: "场次" | "Pld";
    won: "胜" | "W";
    lost: "负" | "L";
    points_for: "得分" | "PF";
    points_against: "失分" | "PA";
    difference: "净胜分" | "Diff";
    points: "积分" | "Pts";
    table_rule: "排名规则" | "How it is ranked";
    why: "为什么" | "Why";
    series_decided: "其余场次不再需要" | "the other games are not needed";
    across_said: "按积分、净胜分、得分比较,仍相同则抽签;小组大小不同时,较大的组不计对末名的比赛。" | "By classification points, difference and points scored, then lots. Where groups differ in size, games against the last of the larger group do not count.";
    across_open: "小组尚未结束,以下为目前情况。" | "The groups are not over: this is how it stands.";
    across_shared: "有小组此名次尚有并列,暂不能比较:" | "Not to be compared yet, for these share the place in their group:";
    across_lots: "并列:需抽签" | "level: lots are needed";
    left_out: "不计对末名的比赛" | "not counted, against the last";
    tied_with: "同分球队" | "Level on points";
    games_between: "相互间比赛" | "Games between them";
    shared_rank: "并列" | "shared";
    draw_needed: "需抽签决定" | "needs a draw of lots";
    group_open: "小组赛未结束,同分球队并列。" | "Games are outstanding: level teams share a rank.";
    regulation: "竞赛规程" | "Regulations";
    regulation_version: "规程版本" | "Regulation version";
    no_regulation: "规程尚未公布。" | "The regulations have not been published.";
    rule_edition: "规则版本" | "Rule book";
    official_name: "全称" | "Official name";
    short_name: "简称" | "Short name";
    other_names: "其他名称" | "Other names";
    name_slip: "报道误写" | "slip in print";
    name_former: "曾用名" | "former name";
    name_short: "简称" | "short name";
    name_official: "全称" | "official name";
    colours: "队服颜色" | "Colours";
    light: "浅色" | "Light";
    dark: "深色" | "Dark";
    city: "城市" | "City";
    address: "地址" | "Address";
    players: "球员名单" | "Players";
    no_players: "名单未公布。" | "The list has not been published.";
    shirt: "号码" | "No.";
    player: "球员" | "Player";
    position: "位置" | "Position";
    height: "身高" | "Height";
    captain: "队长" | "captain";
    history: "历史" | "History";
    employers: "组成单位" | "Employers";
    employers_unknown: "组成单位未公布" | "Employers not published";
    is_new: "新军" | "new";
    withdrawn: "已退出" | "withdrawn";
    entries: "参赛队" | "Entries";
    capacity: "容量" | "Capacity";
    capacities: "已公布的容量" | "Published capacities";
    capacity_note: "各处公布的数字不一致,逐条列出,不取其一。" | "The published numbers disagree; each stands with its source.";
    seats: "座位" | "Seats";
    as_of: "时间" | "As of";
    capacity_total: "总容量" | "total";
    capacity_fixed: "固定座席" | "fixed seats";
    capacity_added: "临时加座" | "added seats";
    capacity_stadium: "体育场" | "stadium";
    capacity_approved: "核准人数" | "approved";
    event_period: "活动时间" | "Event";
    match_period: "比赛时间" | "Games";
    notice_kind: "通知公告" | "Notice";
    spectators_kind: "观众须知" | "For spectators";
    attachments: "附件" | "Attachments";
    photos: "图片" | "Pictures";
    subscribe: "订阅日历" | "Subscribe";
    subscribe_said: "地址固定,改期会自动更新。" | "The address stays; moved games update by themselves.";
    no_hit: "没有找到。" | "Nothing found.";
    did_you_mean: "您是不是要找" | "Did you mean";
    results_for: "搜索结果" | "Results";
    open_data: "开放接口" | "Open data";
    design: "设计规范" | "Design system";
    footer_said: "数据以官方确认为准" | "Only confirmed results are official";
    sign_in: "登录" | "Sign in";
    sign_out: "退出" | "Sign out";
    sign_out_all: "退出所有设备" | "Sign out everywhere";
    login: "账号" | "Account";
    password: "密码" | "Password";
    password_again: "再输入一次密码" | "Password again";
    password_new: "新密码" | "New password";
    password_set: "设置密码" | "Set the password";
    password_hint: "至少 10 个字符,可用空格和中文" | "At least 10 characters; spaces are welcome";
    password_forgotten: "忘记密码?请组委会发送重设链接。" | "Forgotten? Ask the committee for a reset link.";
    sign_in_failed: "账号或密码不对。" | "The account or the password is wrong.";
    my_account: "我的账号" | "My account";
    my_sessions: "登录的设备" | "Signed-in devices";
    this_device: "本机" | "this device";
    last_seen: "最近使用" | "last used";
    end_session: "结束" | "End";
    link_go: "继续登录" | "Continue";
    link_said: "此链接只能用一次。点击继续即登录。" | "This link works once. Continue to sign in.";
    control_room: "控制台" | "Control room";
    save: "保存" | "Save";
    cancel: "取消" | "Cancel";
    setup_title: "欢迎:三步建立联赛" | "Welcome: three steps to a league";
    setup_step_account: "第一步:组委会账号" | "Step 1: an organiser's account";
    setup_step_league: "第二步:联赛" | "Step 2: the league";
    setup_step_season: "第三步:第一个赛季" | "Step 3: the first season";
    setup_done: "完成并进入控制台" | "Finish and open the control room";
    setup_needed: "系统尚未设置。请打开控制台窗口里打印的一次性地址。" | "Nothing is set up yet. Open the one-time address printed on the console.";
    your_name: "姓名或称呼" | "Your name";
    league_name: "联赛名称" | "Name of the league";
    league_name_en: "英文名称" | "Name in English";
    season_name: "赛季名称" | "Name of the season";
    season_name_en: "赛季英文名称" | "Season's name in English";
    zone: "时区" | "Time zone";
    event_from: "活动开始" | "Event begins";
    event_to: "活动结束" | "Event ends";
    match_from: "首个比赛日" | "First match day";
    match_to: "最后比赛日" | "Last match day";
    public_now: "对外公开" | "Public";
    faults_head: "请改正以下内容,已填写的都保留着:" | "Please mend the following; what you typed is kept:";
    error_id: "请求编号" | "Request";
    go_home: "回到首页" | "To the home page";
    stranger_title: "请先登录" | "Please sign in";
    score_table: "记录台" | "Scorer's table";
    enter_result: "录入赛果" | "Enter result";
    result_saved: "已保存" | "Saved";
    undo: "撤销" | "Undo";
    undone: "已撤销" | "Undone";
    link_opens: "此链接从以下时间起可用:" | "This link opens at";
    pairing: "对阵" | "pairing";
    remark: "备注" | "Remark";
    per_page_versus: "对" | "v";
    bracket: "对阵图" | "Bracket";
    bracket_none: "本赛事还没有赛制与对阵图。" | "This competition has no format and no bracket yet.";
    bracket_said: "对手确定后自动填入官方结果;更正影响到的位置会清空并在此说明,由组委会确认后再填。" | "Slots fill once a result is official. What a correction touches is emptied and said here until the committee confirms it.";
    bracket_sample: "分组与对阵顺序为示例" | "groups and pairings are samples";
    print_a4: "打印 A4" | "Print A4";
    print_a3: "打印 A3" | "Print A3";
    held_said: "一项更正影响了此处" | "A correction touches this slot";
    held_was: "原为" | "was";
    held_to: "将为" | "would be";
    as_it_stands: "按目前排名" | "as it stands";
    if_needed: "如需要" | "if needed";
    ledger: "更正公示" | "Correction ledger";
    ledger_said: "官方赛果的每一次更正:更正前后两个版本、理由与依据文件。任何更正都不会悄悄发生。" | "Every correction of an official result: both versions, the reason and the document. Nothing is changed in silence.";
    ledger_none: "没有任何更正。" | "Nothing has been corrected.";
    game: "比赛" | "Game";
    rulings: "裁定" | "Rulings";
    rulings_said: "加减分、抽签定序与取消资格,均计入积分榜。" | "Points given or taken, lots drawn and teams thrown out; all counted in the table.";
    lots_drawn: "抽签结果" | "Lots drawn";
    out_of_table: "被取消资格" | "thrown out";
    what_if: "假如" | "What if";
    what_if_said: "填写未赛场次的比分,看名次会怎样;不会保存。" | "Fill in scores of games to come and see the table; nothing is saved.";
    what_if_try: "看结果" | "Show the table";
    what_if_shown: "这是假设的积分榜,含您填写的比分,未保存。" | "A supposed table with the scores you typed; nothing is saved.";
    what_if_clear: "回到实际积分榜" | "Back to the real table";
    outlook: "名次可能" | "What can still happen";
    outlook_exact: "由剩余比赛的所有胜负与分差算出。" | "Worked out over every outcome and margin of the games to come.";
    outlook_bounded: "剩余比赛超过 12 场,或有的名次只差在极端分差上:可能的名次是估计的范围,可能偏宽。" | "More than 12 games to come, or ranks that hang on extreme margins: the possible ranks are bounds, perhaps too wide.";
    outlook_games: "仍影响名次的比赛" | "Games that still matter";
    possible_ranks: "可能名次" | "Possible";
    what_it_needs: "需要什么" | "What it needs";
    effects: "计算中的特别情况" | "What else counted";
    draw_page: "抽签" | "The draw";
    draws: "抽签" | "Draws";
    draw_no: "还没有抽签。" | "No draw yet.";
    draw_before: "抽签前公布" | "Published before the draw";
    draw_after: "抽签后公布" | "Published after the draw";
    draw_commit: "承诺值(密钥的 SHA-256)" | "Commitment (SHA-256 of the secret)";
    draw_file_hash: "抽签文件的 SHA-256" | "SHA-256 of the draw's file";
    draw_outcomes: "合规结果总数" | "Legal outcomes";
    draw_secret: "密钥" | "Secret";
    draw_number: "现场报出的数字" | "Number said in the hall";
    draw_waits: "等待现场报数" | "Waiting for the number said in the hall";
    draw_pots: "档次" | "Pots";
    draw_rest: "其余球队" | "The other teams";
    draw_rules: "限制" | "Constraints";
    draw_no_rules: "没有限制。" | "No constraints.";
    draw_places: "位置" | "Places";
    draw_ball: "第几个球" | "Ball";
    draw_sound: "🔔 声音" | "🔔 Sound";
    rules_changed: "本赛事在这套规则的基础上作了改动:以下面的顺序为准。" | "This competition has changed that rule set: the order below counts.";
    draw_next: "下一个球" | "Next ball";
    draw_start: "开始揭晓" | "Begin";
    draw_all: "全部结果" | "Everything";
    draw_chances: "可去的位置与合规结果数" | "Where it could come, with the legal outcomes of each";
    draw_minutes: "抽签纪要" | "Minutes of the draw";
    draw_witness: "见证人签字" | "Witnesses";
    draw_record: "下载记录(可用 changba draw verify 验证)" | "Download the record (for changba draw verify)";
    draw_announcement: "下载公告" | "Download the announcement";
    draw_verify: "任何人都可以用下载的记录重算每一个球:changba draw verify 记录文件 --announced 公告文件。" | "Anybody can recompute every ball: changba draw verify RECORD --announced ANNOUNCEMENT.";
    calendar_cancelled: "已取消" | "Cancelled";
    calendar_postponed: "已延期" | "Postponed";
    calendar_abandoned: "已中止" | "Abandoned";
}

impl T {
    /// A status in words; colour never says it alone.
    pub fn status_word(self, status: Status) -> &'static str {
        let (zh, en) = match status {
            Status::Scheduled => ("未开始", "scheduled"),
            Status::Live => ("进行中", "live"),
            Status::Final => ("待确认", "not yet official"),
            Status::Official => ("官方", "official"),
            Status::Postponed => ("延期", "postponed"),
            Status::Cancelled => ("取消", "cancelled"),
            Status::Abandoned => ("中止", "abandoned"),
        };
        self.0.pick(zh, en)
    }

    /// Why a team stands where it does that is level with nobody.
    pub fn why_alone(self, points: i32, wins: i32, losses: i32) -> String {
        match self.0 {
            Lang::Zh => format!("积 {points} 分({wins} 胜 {losses} 负),没有球队与它同分。"),
            Lang::En => format!("{points} points ({wins} won, {losses} lost); no other team has as many."),
        }
    }

    /// The heading of the reasons for a rank.
    pub fn why_rank(self, rank: usize) -> String {
        match self.0 {
            Lang::Zh => format!("为什么排第 {rank}"),
            Lang::En => format!("Why place {rank}"),
        }
    }

    /// How a game ended, where that is more than its score.
    pub fn outcome_word(self, outcome: &str) -> &'static str {
        let (zh, en) = match outcome {
            "forfeit" => ("弃权", "forfeit"),
            "default" => ("因缺少队员告负", "default"),
            "annulled" => ("成绩取消", "annulled"),
            "absent_work" => ("因工缺席", "absent for work"),
            "absent_emergency" => ("紧急缺席", "absent, emergency"),
            "absent_no_show" => ("无故缺席", "no show"),
            "played" => ("正常完赛", "played"),
            _ => ("", ""),
        };
        self.0.pick(zh, en)
    }

    /// A kind of competition.
    pub fn competition_kind(self, kind: Kind) -> &'static str {
        let (zh, en) = match kind {
            Kind::Main => ("主联赛", "main league"),
            Kind::Women => ("女子", "women"),
            Kind::Community => ("社区联赛", "community league"),
            Kind::U12 => ("U12", "U12"),
            Kind::Invitational => ("邀请赛", "invitational"),
            Kind::Preseason => ("季前赛", "pre-season"),
            Kind::Allstar => ("表演赛", "all-star"),
        };
        self.0.pick(zh, en)
    }

    /// A kind of stage.
    pub fn stage_kind(self, kind: StageKind) -> &'static str {
        let (zh, en) = match kind {
            StageKind::Groups => ("小组循环", "groups"),
            StageKind::Knockout => ("淘汰赛", "knock-out"),
            StageKind::Single => ("单场", "single games"),
        };
        self.0.pick(zh, en)
    }

    /// A kind of entry.
    pub fn entry_kind(self, kind: EntryKind) -> &'static str {
        let (zh, en) = match kind {
            EntryKind::Club => ("单位队", "club"),
            EntryKind::Joint => ("联队", "joint team"),
            EntryKind::Guest => ("邀请队", "guest"),
            EntryKind::Allstar => ("明星队", "all-stars"),
            EntryKind::Unknown => ("未知", "unknown"),
        };
        self.0.pick(zh, en)
    }

    /// How far a season has come.
    pub fn phase(self, phase: Phase) -> &'static str {
        let (zh, en) = match phase {
            Phase::Planned => ("筹备中", "planned"),
            Phase::Running => ("进行中", "running"),
            Phase::Closed => ("已结束", "closed"),
            Phase::Archived => ("存档", "archived"),
        };
        self.0.pick(zh, en)
    }

    /// A role.
    pub fn role(self, role: Role) -> &'static str {
        let (zh, en) = match role {
            Role::Owner => ("系统管理员", "owner"),
            Role::Organiser => ("组委会", "organiser"),
            Role::TeamLeader => ("领队", "team leader"),
            Role::Scorer => ("记录员", "scorer"),
            Role::Referee => ("裁判", "referee"),
            Role::Gate => ("闸口", "gate"),
            Role::Media => ("媒体", "media"),
            Role::Auditor => ("审计员", "auditor"),
        };
        self.0.pick(zh, en)
    }

    /// The weekday, short.
    pub fn weekday(self, day: chrono::NaiveDate) -> &'static str {
        use chrono::Datelike;
        let at = day.weekday().num_days_from_monday() as usize;
        const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
        const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        match self.0 {
            Lang::Zh => ZH[at],
            Lang::En => EN[at],
        }
    }

    /// A day with its weekday.
    pub fn day(self, day: chrono::NaiveDate) -> String {
        match self.0 {
            Lang::Zh => format!("{} {}", day.format("%Y年%-m月%-d日"), self.weekday(day)),
            Lang::En => format!("{} {}", self.weekday(day), day.format("%-d %b %Y")),
        }
    }

    /// A day without its year, for lists under a year's heading.
    pub fn short_day(self, day: chrono::NaiveDate) -> String {
        match self.0 {
            Lang::Zh => format!("{} {}", day.format("%-m月%-d日"), self.weekday(day)),
            Lang::En => format!("{} {}", self.weekday(day), day.format("%-d %b")),
        }
    }

    /// "12 games" in words.
    pub fn games(self, count: usize) -> String {
        match self.0 {
            Lang::Zh => format!("{count} 场"),
            Lang::En if count == 1 => "1 game".into(),
            Lang::En => format!("{count} games"),
        }
    }

    /// The name of a period.
    pub fn period_name(self, number: i64, overtime: bool, regular: i64) -> String {
        match (self.0, overtime) {
            (Lang::Zh, false) => format!("第{number}节"),
            (Lang::En, false) => format!("Q{number}"),
            (Lang::Zh, true) => format!("加时{}", number - regular),
            (Lang::En, true) => format!("OT{}", number - regular),
        }
    }
}
