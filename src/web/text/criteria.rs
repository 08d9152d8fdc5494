//! Ranking criteria in words, put together from the games they look at and the number they compare.

use super::{Lang, T};

impl T {
    /// A ranking criterion by its id, for example `h2h_diff`.
    pub fn criterion(self, id: &str) -> String {
        let worded = [
            ("first_h2h_", "最初同分各队相互间", " between all that were level at first"),
            ("h2h_", "相互间", " between them"),
            ("all_", "全部比赛", " in all games"),
        ]
        .iter()
        .find_map(|(scope, zh, en)| {
            let value = value(id.strip_prefix(scope)?)?;
            Some(match self.0 {
                Lang::Zh => format!("{zh}{}", value.0),
                Lang::En => format!("{}{en}", value.1),
            })
        });
        worded.unwrap_or_else(|| self.0.pick("其他标准", "another criterion").to_owned())
    }
}

impl T {
    /// One word that a criterion is put together from.
    pub fn criterion_word(self, word: &str) -> &'static str {
        let (zh, en) = match word {
            "tied" => ("相互间比赛", "games between them"),
            "first_tied" => ("最初同分各队之间", "between all that were level at first"),
            "all" => ("全部比赛", "all games"),
            "played" => ("只计实际比赛", "played ones only"),
            "restart" => ("其余重新开始", "the others begin again"),
            "go_on" => ("其余接着比较", "the others go on"),
            "all_points" => ("全部得分", "all points"),
            "level" => ("按平局计", "counts as level"),
            "share" => ("并列", "share the rank"),
            "draw" => ("抽签", "draw lots"),
            "ranking_list" => ("按排名表", "ranking list"),
            "nothing" => ("无影响", "does nothing"),
            "out_annulled" => ("取消资格,成绩全部取消", "out, all results annulled"),
            "out_standing" => ("退出,成绩保留", "out, results stand"),
            "difference" => ("净胜分", "difference"),
            other => value(other).unwrap_or(("其他", "other")),
        };
        self.0.pick(zh, en)
    }

    /// A field of the criteria's editor.
    pub fn criteria_field(self, name: &str) -> String {
        let (zh, en) = match name {
            "title_zh" => ("名称", "Name"),
            "title_en" => ("英文名称", "Name in English"),
            "wording_zh" => ("规程原文", "Wording"),
            "wording_en" => ("规程原文(英文)", "Wording in English"),
            "citation" => ("出处", "Where it is written"),
            "win" => ("胜", "Win"),
            "loss" => ("负", "Loss"),
            "ranked_by" => return self.ranked_by().to_owned(),
            "at_the_end" => return self.at_the_end().to_owned(),
            "second_forfeit" => return self.second_forfeit().to_owned(),
            other => {
                if let Some((number, _)) = other.strip_prefix('c').and_then(|rest| rest.split_once('_')) {
                    return format!("{} {number}", self.criteria_order());
                }
                let outcome = other.rsplit_once('_').map_or(other, |(outcome, _)| outcome);
                return self.outcome_kind(outcome).to_owned();
            }
        };
        self.0.pick(zh, en).to_owned()
    }
}

fn value(id: &str) -> Option<(&'static str, &'static str)> {
    Some(match id {
        "record" => ("胜负积分", "record"),
        "wins" => ("胜场", "wins"),
        "win_percentage" => ("胜率", "share of games won"),
        "diff" => ("净胜分", "difference"),
        "scored" => ("得分", "points scored"),
        "conceded" => ("失分", "points conceded"),
        "ratio" => ("得失分率", "points scored by points conceded"),
        "scored_per_game" => ("场均得分", "points scored a game"),
        "conceded_per_game" => ("失分率", "points conceded a game"),
        "quotients" => ("各场得失分率之和", "sum of the games' goal averages"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::competitions::CRITERIA;
    use league::standings::{RuleSet, all_ready_made};

    #[test]
    fn every_criterion_of_every_ready_made_set_has_words() {
        for rules in all_ready_made() {
            for criterion in &rules.criteria {
                for lang in [Lang::Zh, Lang::En] {
                    let said = T(lang).criterion(&criterion.id());
                    assert_ne!(said, T(lang).criterion("no such"), "{} in {}", criterion.id(), rules.name);
                }
            }
        }
    }

    #[test]
    fn every_ready_made_set_can_be_chosen() {
        assert_eq!(CRITERIA, RuleSet::ready_made_names().collect::<Vec<_>>());
    }

    #[test]
    fn the_words_name_games_and_number() {
        assert_eq!(T(Lang::Zh).criterion("h2h_diff"), "相互间净胜分");
        assert_eq!(T(Lang::En).criterion("all_scored"), "points scored in all games");
    }
}
