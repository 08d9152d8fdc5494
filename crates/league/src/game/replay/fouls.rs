//! Fouls and what follows from them, by the edition's list.

use super::tally::{Awarded, Tally};
use crate::fixture::Side;
use crate::game::edition::{FoulCode, WhoKind};
use crate::game::fact::{Foul, Who};
use crate::game::identity::PlayId;
use crate::game::shirt::Shirt;
use crate::game::state::{Disqualified, Reason};
use crate::game::warning::Warning;

impl<'a> Tally<'a> {
    pub fn foul(&mut self, period: u8, play: &'a PlayId, foul: &'a Foul) {
        let side = foul.side;
        let edition = &self.rules.edition;
        let code = edition.code_of(foul).filter(|code| code.who.contains(&foul.who.kind()));
        match code {
            Some(code) => self.check_free_throws(foul, code),
            None => self.warn(Warning::UnknownFoul { side }),
        }
        match foul.who {
            Who::Player(player) => self.player_foul(foul, player, code),
            Who::Coach | Who::Bench | Who::Delegation => self.bench_foul(foul, code),
            Who::AssistantCoach => self.assistant_foul(foul, code),
        }
        let Some(code) = code else {
            return;
        };
        if code.team_foul_of.contains(&foul.who.kind()) {
            self.count_team_foul(period, side);
        }
        if let Some(player) = foul.drawn_by {
            self.check_acts(side.other(), player);
            self.statistics(side.other(), player).fouls_drawn += 1;
        }
        if foul.free_throws > 0 && !foul.cancelled {
            self.free_throws.push(Awarded {
                side: side.other(),
                foul: play,
                left: foul.free_throws,
                shooter: code.shooter,
                fouled: foul.drawn_by,
                possession_after: code.possession_after,
            });
        }
    }

    fn check_free_throws(&mut self, foul: &Foul, code: &FoulCode) {
        let fits =
            if foul.cancelled { foul.free_throws == 0 } else { code.free_throws.contains(&foul.free_throws) };
        if !fits {
            self.warn(Warning::WrongFreeThrowCount { side: foul.side });
        }
    }

    fn player_foul(&mut self, foul: &Foul, player: Shirt, code: Option<&FoulCode>) {
        let side = foul.side;
        self.check_listed(side, player);
        if self.get(side).is_out(player) {
            self.warn(Warning::NoLongerEntitled { side, who: foul.who });
        }
        let (rules, tally) = (self.rules, self.side(side).player(player));
        tally.marks.push(foul.mark());
        let Some(code) = code else {
            return;
        };
        tally.personal_fouls = tally.personal_fouls.saturating_add(u8::from(code.personal));
        tally.counters.extend(code.counts_as);
        let newly_counted = code.counts_as.is_some();
        let by_counters = newly_counted && rules.edition.disqualifies(WhoKind::Player, &tally.counters);
        let reason = if code.disqualifies {
            Reason::DisqualifyingFoul
        } else if by_counters {
            Reason::GameDisqualification
        } else if tally.personal_fouls >= rules.profile.out_at_fouls {
            Reason::FiveFouls
        } else {
            return;
        };
        // Five fouls do not shield from being sent off afterwards.
        let is_new =
            tally.out.is_none() || (tally.out == Some(Reason::FiveFouls) && reason != Reason::FiveFouls);
        if is_new {
            tally.out = Some(reason);
            if reason == Reason::GameDisqualification {
                tally.marks.push("GD".to_owned());
            }
            self.disqualified.push(Disqualified { side, who: foul.who, reason });
        }
    }

    /// Technical fouls of the bench are charged to the coach (Art. 36.3).
    fn bench_foul(&mut self, foul: &Foul, code: Option<&FoulCode>) {
        let side = foul.side;
        let (rules, tally) = (self.rules, self.side(side));
        tally.bench_marks.push(foul.mark());
        let Some(code) = code else {
            return;
        };
        tally.coach_counters.extend(code.counts_as);
        let by_counters =
            code.counts_as.is_some() && rules.edition.disqualifies(WhoKind::Coach, &tally.coach_counters);
        if by_counters && !self.is_disqualified(side, Who::Coach) {
            self.side(side).bench_marks.push("GD".to_owned());
            self.disqualified.push(Disqualified {
                side,
                who: Who::Coach,
                reason: Reason::GameDisqualification,
            });
        }
        if code.disqualifies {
            self.disqualified.push(Disqualified { side, who: foul.who, reason: Reason::DisqualifyingFoul });
        }
    }

    fn assistant_foul(&mut self, foul: &Foul, code: Option<&FoulCode>) {
        let side = foul.side;
        self.side(side).assistant_marks.push(foul.mark());
        if code.is_some_and(|code| code.disqualifies) {
            self.disqualified.push(Disqualified { side, who: foul.who, reason: Reason::DisqualifyingFoul });
        }
    }

    fn is_disqualified(&self, side: Side, who: Who) -> bool {
        self.disqualified.iter().any(|out| out.side == side && out.who == who)
    }

    fn count_team_foul(&mut self, period: u8, side: Side) {
        let place = usize::from(self.rules.profile.foul_period(period.max(1))) - 1;
        let fouls = &mut self.side(side).team_fouls;
        if fouls.len() <= place {
            fouls.resize(place + 1, 0);
        }
        fouls[place] = fouls[place].saturating_add(1);
    }
}
