//! Words of the control room, and the names of the fields its forms ask for.

use super::{Lang, T};

texts! {
    today_nav: "今日" | "Today";
    fixtures_nav: "赛程" | "Fixtures";
    results_nav: "赛果" | "Results";
    documents_nav: "文件" | "Documents";
    people_nav: "人员" | "People";
    settings_nav: "设置" | "Settings";
    control_menu: "控制台菜单" | "Control room menu";
    choose_season: "选择赛季" | "Season";
    go: "前往" | "Go";
    season_locked: "本赛季已存档:内容可以查看,不能修改。如需修改,请先在设置中改变赛季阶段。" | "This season is archived: everything can be read and nothing changed. To change it, first change its phase in the settings.";
    keys: "快捷键" | "Keys";
    keys_said: "在页面上直接按键,不用按住 Ctrl。" | "Press them anywhere outside a field, without Ctrl.";
    key_search: "搜索" | "Search";
    key_filter: "筛选本页列表" | "Filter the list on this page";
    key_go: "先按 g,再按字母" | "g, then a letter";
    key_help: "显示快捷键" | "Show this list";
    key_close: "关闭" | "Close";
    nothing_to_do: "今天没有待办。" | "Nothing waits for you today.";
    todo_missing: "比赛日已过,还没有赛果" | "Played by now, but no result entered";
    todo_confirm: "已录入,等待确认" | "Entered, waiting to be confirmed";
    todo_today: "今天的比赛" | "Games today";
    todo_uploads: "等待审核的文件" | "Files waiting for review";
    todo_drafts: "未发布的公告" | "Drafts of notices";
    todo_changes: "最近的改动" | "Last changes";
    todo_start: "下一步" | "Next step";
    start_competition: "先新建一个赛事,再让球队报名。" | "Add a competition first, then enter the clubs.";
    start_clubs: "先登记球队,再让它们报名参赛。" | "Add the clubs, then enter them in a competition.";
    start_fixtures: "球队已就位,可以排第一场比赛。" | "The clubs are there; set the first game.";
    no_season: "还没有赛季。请先在设置中新建。" | "There is no season yet. Add one in the settings.";
    new_competition: "新建赛事" | "New competition";
    edit_competition: "修改赛事" | "Edit the competition";
    competition_rules: "规则" | "Rules";
    stages: "阶段与小组" | "Stages and groups";
    add_stage: "添加阶段" | "Add a stage";
    no_stages: "还没有阶段。添加一个小组循环或淘汰赛阶段。" | "No stages yet. Add one of groups or a knock-out.";
    enter_club: "球队报名" | "Enter a team";
    enter_club_said: "可填任何名称:全称、简称、曾用名或常见误写。联队、邀请队没有单位,请在类型中选择。" | "Any of its names will do: official, short, former or a known slip. A joint or guest team has no club; choose its kind.";
    no_entries: "还没有球队报名。" | "No team has entered yet.";
    withdraw: "退出" | "Withdraw";
    withdraw_back: "恢复参赛" | "Take back";
    no_competitions: "本赛季还没有赛事。新建一个,球队才能报名。" | "This season has no competition yet. Add one, then teams can enter.";
    new_club: "新建球队" | "New club";
    edit_club: "修改球队" | "Edit the club";
    no_clubs: "还没有球队。先登记球队,再让它们报名参赛。" | "No clubs yet. Add them, then enter them in a competition.";
    add_name: "添加名称" | "Add a name";
    names: "名称" | "Names";
    remove: "移除" | "Remove";
    all_seasons: "全部赛季" | "all seasons";
    plate_preview: "颜色牌" | "Plate";
    new_fixture: "新建比赛" | "New game";
    edit_fixture: "修改比赛" | "Edit the game";
    no_fixtures: "没有符合条件的比赛。" | "No game fits.";
    fixtures_count: "场次" | "Games";
    filter: "筛选" | "Filter";
    filter_quick: "在本页中筛选" | "Filter this page";
    filter_clear: "清除筛选" | "Clear";
    any: "不限" | "any";
    text_search: "文字" | "Text";
    from_day: "从" | "From";
    to_day: "到" | "To";
    change_status: "改变状态" | "Change the status";
    take_off: "从赛程移除" | "Take off the schedule";
    take_off_said: "只有未比赛的场次可以移除;一分钟内可撤销。" | "Only a game nobody has played. It can be undone for a minute.";
    to_confirm: "待确认" | "To confirm";
    to_enter: "待录入" | "To enter";
    official_results: "官方赛果" | "Official results";
    no_results_open: "没有等待录入或确认的比赛。" | "No game waits for a result or a confirmation.";
    confirm: "确认" | "Confirm";
    confirm_said: "确认后即为官方赛果,只能以更正方式修改。" | "Once confirmed the result is official and changes only by a correction.";
    correct_result: "更正赛果" | "Correct the result";
    correct_said: "官方赛果的更正会公开:更正前后的两个版本与理由都会显示在比赛页面上。" | "A correction is public: both versions and the reason are shown on the game's page.";
    entered_by_scorer: "录入的比分立即计入积分榜。" | "The score counts in the table at once.";
    saved: "已保存" | "Saved";
    undo_for: "60 秒内可撤销" | "can be undone for 60 s";
    conflict_head: "别人刚刚改过,请比较后再保存:" | "Somebody changed this meanwhile. Compare, then save again:";
    conflict_theirs: "现在保存的" | "Saved now";
    conflict_yours: "您填写的" | "What you typed";
    conflict_same: "您填写的与现在保存的相同。" | "What you typed is what is saved now.";
    audit: "操作记录" | "Audit";
    audit_who: "操作人" | "Who";
    audit_when: "时间" | "When";
    audit_what: "操作" | "What";
    audit_object: "对象" | "Object";
    audit_origin: "来源网络" | "From";
    audit_changes: "改动" | "Changes";
    audit_older: "更早" | "Older";
    audit_newest: "最新" | "Newest";
    audit_verify: "校验记录链" | "Verify the chain";
    audit_none: "没有符合条件的记录。" | "No entry fits.";
    export_csv: "导出 CSV" | "Export CSV";
    export_json: "导出 JSON" | "Export JSON";
    object_history: "改动历史" | "History";
    people_accounts: "账号" | "Accounts";
    new_account: "新建账号" | "New account";
    new_account_said: "保存后会显示一次性链接,请交给本人设置密码。" | "A one-time link is shown after saving; hand it to the person to set a password.";
    account_closed: "已停用" | "closed";
    no_password: "尚未设置密码" | "no password yet";
    roles: "角色" | "Roles";
    no_roles: "没有角色:登录后看不到控制台。" | "No role: signing in shows no control room.";
    add_role: "授予角色" | "Grant a role";
    own_roles: "不能改变自己的角色。" | "Nobody changes their own roles.";
    reset_link: "生成重设密码链接" | "Make a password link";
    close_account: "停用账号" | "Close the account";
    open_account: "重新启用" | "Open it again";
    secret_once: "只显示这一次,请现在复制或扫码。" | "Shown this once: copy or scan it now.";
    secret_link: "一次性链接" | "One-time link";
    secret_lasts: "有效期至" | "Good until";
    scorer_links: "记录台链接" | "Links for the scorer's table";
    issue_link: "生成链接" | "Make a link";
    issue_link_said: "无需账号。开赛前 3 小时起生效,开赛后 6 小时失效,可随时收回。目前只能生成记录员链接。" | "No account needed. It works from 3 hours before tip-off to 6 hours after and can be taken back. Only scorer links can be made for now.";
    no_links: "还没有链接。" | "No links yet.";
    revoke: "收回" | "Take back";
    revoked: "已收回" | "taken back";
    expired: "已过期" | "run out";
    link_early: "未到生效时间" | "not open yet";
    link_good: "可用" | "works";
    copy_address: "地址" | "Address";
    scan_qr: "二维码" | "QR code";
    print_page: "可直接打印本页。" | "This page can be printed as it is.";
    new_notice: "新建公告" | "New notice";
    edit_notice: "修改公告" | "Edit the notice";
    publish: "发布" | "Publish";
    draft: "草稿" | "draft";
    published: "已发布" | "published";
    no_notices_yet: "还没有公告。写第一条,发布前只有您能看到。" | "No notices yet. Write the first; nobody sees it before it is published.";
    files: "图片与附件" | "Pictures and files";
    add_file: "上传文件" | "Add a file";
    add_file_said: "图片 jpg、png、webp 会重新编码并去掉位置等信息;附件可用 pdf、xlsx、csv。不接受 SVG。" | "Pictures (jpg, png, webp) are drawn anew without place or camera; attachments are pdf, xlsx or csv. SVG is not taken.";
    no_files: "还没有文件。" | "No files yet.";
    review: "审核" | "Review";
    approve: "通过" | "Approve";
    refuse: "拒绝" | "Refuse";
    waiting: "待审核" | "waiting";
    approved: "已通过" | "approved";
    refused: "已拒绝" | "refused";
    consent_needed: "照片中有人物时,请写明谁在何时同意公开" | "Where people are shown: who agreed to publish, and when";
    new_season: "新建赛季" | "New season";
    edit_season: "修改赛季" | "Edit the season";
    new_venue: "新建场馆" | "New venue";
    edit_venue: "修改场馆" | "Edit the venue";
    courts: "场地" | "Courts";
    add_court: "添加场地" | "Add a court";
    add_capacity: "添加容量" | "Add a capacity";
    no_venues: "还没有场馆。" | "No venues yet.";
    no_courts: "还没有场地。" | "No courts yet.";
    tokens: "接口令牌" | "Tokens for scripts";
    issue_token: "生成令牌" | "Make a token";
    tokens_said: "供脚本通过接口读写,权限不超过所选角色。" | "For scripts that use the API, with no more than the chosen role.";
    no_tokens: "没有令牌。" | "No tokens.";
    in_force: "当前生效的配置" | "What is in force";
    in_force_said: "由配置文件和环境变量决定,此处只读。" | "Set by the configuration file and the environment; read only here.";
    changed_fields: "改动的内容" | "What changed";
    from_value: "改前" | "Before";
    to_value: "改后" | "After";
    empty_value: "空" | "empty";
    edit: "修改" | "Edit";
    open_public: "公开页面" | "Public page";
    new: "新建" | "New";
    add: "添加" | "Add";
    issue: "生成" | "Make";
    yes: "是" | "yes";
    no: "否" | "no";
    table_status: "保存为" | "Save as";
    table_hint: "每节结束后保存一次;终场后选择“终场”。官方确认由组委会完成。" | "Save after each period; choose final at the end. The committee makes it official.";
    table_total: "终场比分" | "Final score";
    table_by_period: "各节" | "By period";
    table_overtime: "加时" | "OT";
    table_locked: "赛果已由组委会确认,此页不能再改。" | "The committee has confirmed the result; this page can no longer change it.";
    table_start: "比赛开始" | "Start the game";
    table_started: "比赛进行中" | "The game is on";
    table_saved_live: "比分在终场时保存。开赛请先点“比赛开始”,观众会看到比赛进行中。" | "The score is saved at the end. Tap start so that everyone sees the game is on.";
    save_final: "终场,保存比分" | "Final: save the score";
    upload_svg: "不接受 SVG:它可能含有脚本。请另存为 png。" | "SVG is not taken since it can hold scripts. Save it as png.";
    upload_unknown: "只接受 jpg、png、webp、pdf、xlsx、csv,且内容须与扩展名一致。" | "Only jpg, png, webp, pdf, xlsx and csv, with content that fits the name.";
    upload_too_large: "文件过大。" | "The file is too large.";
    upload_too_many_pixels: "图片过大:每边不超过 8000 像素,总数不超过 4000 万像素。" | "The picture is too large: at most 8000 pixels a side and 40 million in all.";
    upload_damaged: "图片无法读取,可能已损坏。" | "The picture cannot be read; it may be damaged.";
    upload_missing: "请选择一个文件。" | "Choose a file.";
    file: "文件" | "File";
    skip_nav: "主要内容" | "Content";
}

impl T {
    /// The name of a field of a form.
    pub fn field(self, form: &str, name: &str) -> &'static str {
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
        let (zh, en) = match (form, name) {
            ("result" | "table", "periods") => (
                "写作 20:18 17:20 25:19 21:22,加时接在后面",
                "As 20:18 17:20 25:19 21:22, overtimes after them",
            ),
            (_, "tip_off") => ("赛季所在时区的当地时间", "The wall clock in the season's time zone"),
            (_, "a_source") => ("例如 A1 或 QF2 负者", "For example A1, or loser of QF2"),
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
        let (zh, en) = match (form, name, word) {
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
            (_, "edition", "fiba-2024") => ("FIBA 2024", "FIBA 2024"),
            (_, "edition", "fiba-2026") => ("FIBA 2026", "FIBA 2026"),
            (_, "criteria", "fiba") => ("FIBA 同分排名程序", "FIBA procedure"),
            (_, _, "a") => ("前一队", "first side"),
            (_, _, "b") => ("后一队", "second side"),
            (_, _, "both") => ("双方", "both"),
            (_, "job", "scorer") => ("记录员", "scorer"),
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
            _ => ("其他", "other"),
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
