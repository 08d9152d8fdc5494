//! The invariants of the ledger, each named after its number.

use super::identity::{self, Breach, Broadcast};
use super::metric::{BookError, MetricBook};
use super::observation::*;
use super::total::{Footnote, Formed, Over, Refused, total, total_overruled};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

fn evening(night: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 6, 13, 11, 0, 0).unwrap() + TimeDelta::days(night)
}

/// What one source says about one night; `value` None is a "--" in the file.
fn night(id: u32, metric: &str, night: i64, value: Option<i64>) -> Observation {
    Observation {
        id: ObservationId(id),
        metric: metric.into(),
        metric_version: 1,
        scope: ScopeKey("hall".into()),
        from: evening(night),
        to: evening(night) + TimeDelta::hours(2),
        source: "gates".into(),
        value,
        interval: None,
        class: Class::A,
        method: Some("scan".into()),
        dedup: Dedup::Ticket,
        sampling_step_s: None,
        threshold_s: None,
        includes_replay: None,
        wording: None,
        evidence: None,
        as_of: evening(night) + TimeDelta::hours(3),
        supersedes: None,
        reason: None,
    }
}

fn evidence(file: &str, row: u32) -> Option<Evidence> {
    Some(Evidence { file: file.into(), row: Some(row), sha256: format!("hash of {file}"), url: None })
}

fn over_time(parts: &[Observation]) -> Result<super::total::Total, Refused> {
    total(&MetricBook::ready_made(), &parts.iter().collect::<Vec<_>>(), Over::Time, 21)
}

fn over_platforms(parts: &[Observation]) -> Result<super::total::Total, Refused> {
    total(&MetricBook::ready_made(), &parts.iter().collect::<Vec<_>>(), Over::Platforms, parts.len())
}

#[test]
fn the_ready_made_metrics_are_rows_and_no_row_stands_twice() {
    assert_eq!(MetricBook::ready_made().all().len(), 30);
    let row = "[[metric]]\ncode='x'\nzh='甲'\nen='x'\nunit='visit'\nkind='count'\nover_time='sum'\nover_platforms='sum'\nmay_exceed_population=true\n";
    assert!(matches!(MetricBook::parse(&row.repeat(2)), Err(BookError::Twice { .. })));
    assert!(matches!(MetricBook::parse("[[metric]]\ncode = 'x'\n"), Err(BookError::Unreadable(_))));
}

#[test]
fn invariant_1_a_total_leads_back_to_its_observations() {
    let nights = [night(7, "entries_scanned", 0, Some(3412)), night(9, "entries_scanned", 1, Some(3100))];
    let total = over_time(&nights).unwrap();
    assert_eq!((total.value, total.parts), (Some(6512), vec![ObservationId(7), ObservationId(9)]));
}

#[test]
fn invariant_2_a_value_lies_in_its_interval() {
    let mut row = night(1, "entries_clicked", 0, Some(100));
    row.interval = Some(Interval { low: 101, high: Some(110) });
    assert_eq!(Ledger::default().take(row.clone()), Err(NotTaken::OutsideInterval));
    row.value = None;
    row.interval = Some(Interval { low: 9, high: Some(8) });
    assert_eq!(Ledger::default().take(row), Err(NotTaken::OutsideInterval));
}

#[test]
fn invariant_3_a_claim_has_wording_and_place_and_a_platforms_word_has_evidence() {
    let mut row = night(1, "footfall", 0, Some(4_000_000));
    row.class = Class::E;
    row.evidence = evidence("press.html", 1);
    assert_eq!(Ledger::default().take(row.clone()), Err(NotTaken::ClaimWithoutWording));
    row.wording = Some("超400万人次观赛".into());
    assert_eq!(Ledger::default().take(row.clone()), Ok(Taken::New));
    row.evidence = None;
    assert_eq!(Ledger::default().take(row.clone()), Err(NotTaken::ClaimWithoutWording));
    row.class = Class::BMinus;
    assert_eq!(Ledger::default().take(row), Err(NotTaken::NoEvidence));
}

#[test]
fn invariant_4_an_estimate_has_an_interval() {
    let mut row = night(1, "attendees", 0, Some(2000));
    row.class = Class::C;
    assert_eq!(Ledger::default().take(row.clone()), Err(NotTaken::NoInterval));
    row.interval = Some(Interval { low: 1700, high: Some(2300) });
    assert_eq!(Ledger::default().take(row), Ok(Taken::New));
}

#[test]
fn invariant_5_a_correction_is_a_new_row_and_a_chain_has_one_head() {
    let mut ledger = Ledger::default();
    ledger.take(night(1, "entries_clicked", 0, Some(100))).unwrap();
    let mut second = night(2, "entries_clicked", 0, Some(120));
    second.supersedes = Some(ObservationId(1));
    assert_eq!(ledger.take(second.clone()), Err(NotTaken::NoReason));
    second.reason = Some("gate 3 came in late".into());
    assert_eq!(ledger.take(second.clone()), Ok(Taken::New));
    assert_eq!(ledger.standing().map(|row| row.value).collect::<Vec<_>>(), [Some(120)]);
    assert_eq!(ledger.history(ObservationId(2)).iter().map(|r| r.id.0).collect::<Vec<_>>(), [2, 1]);
    second.id = ObservationId(3);
    assert_eq!(ledger.take(second.clone()), Err(NotTaken::AlreadySuperseded));
    second.supersedes = Some(ObservationId(3));
    assert_eq!(ledger.take(second), Err(NotTaken::SupersedesNothing));
    assert_eq!(ledger.get(ObservationId(1)).unwrap().value, Some(100));
}

#[test]
fn invariant_6_a_refusal_names_its_rule_and_an_overruling_is_printed() {
    let heat = [night(1, "heat", 0, Some(1)), night(2, "heat", 1, Some(2))];
    assert_eq!(over_time(&heat), Err(Refused::NeverOverTime));
    assert_eq!(over_platforms(&heat), Err(Refused::NeverOverPlatforms));
    let mut views = [night(1, "views", 0, Some(10)), night(2, "views", 0, Some(20))];
    assert_eq!(over_platforms(&views), Err(Refused::ThresholdUnknown));
    views[0].threshold_s = Some(3);
    views[1].threshold_s = Some(5);
    assert_eq!(over_platforms(&views), Err(Refused::ThresholdsDiffer));
    let parts: Vec<&Observation> = views.iter().collect();
    let forced =
        total_overruled(&MetricBook::ready_made(), &parts, Over::Platforms, 2, "asked by the bureau")
            .unwrap();
    assert_eq!(forced.footnotes, [Footnote::Overruled("asked by the bureau".into())]);
    let parts: Vec<&Observation> = heat.iter().collect();
    let refused = total_overruled(&MetricBook::ready_made(), &parts, Over::Time, 2, "asked");
    assert_eq!(refused, Err(Refused::NeverOverTime));
}

#[test]
fn invariant_7_a_total_carries_its_worst_class_its_coverage_and_its_oldest_date() {
    let mut nights: Vec<Observation> =
        (0..7).map(|n| night(n as u32 + 1, "entries_scanned", n, Some(3000))).collect();
    nights[4].class = Class::C;
    nights[4].interval = Some(Interval { low: 2500, high: Some(3500) });
    let total = over_time(&nights).unwrap();
    assert_eq!((total.coverage.known, total.coverage.of), (7, 21));
    assert_eq!((total.class, total.as_of), (Class::C, nights[0].as_of));
    assert_eq!(total.interval, Interval { low: 20_500, high: Some(21_500) });
    assert_eq!(total.footnotes, [Footnote::NotAllCovered]);
}

#[test]
fn a_claim_never_enters_a_total() {
    let mut nights = [night(1, "footfall", 0, Some(10)), night(2, "footfall", 1, Some(260_000))];
    nights[1].class = Class::E;
    assert_eq!(over_time(&nights), Err(Refused::Claim { id: ObservationId(2) }));
}

#[test]
fn invariant_8_average_peak_viewers_and_visits_stand_in_this_order() {
    let upside_down = Broadcast {
        average_audience: Some(500),
        peak: Some(400),
        viewers: Some(300),
        views: Some(200),
        ..Default::default()
    };
    assert_eq!(
        identity::broadcast(&upside_down),
        [
            Breach::AverageAbovePeak { average: 500, peak: 400 },
            Breach::PeakAboveViewers { peak: 400, viewers: 300 },
            Breach::ViewersAboveViews { viewers: 300, views: 200 },
        ]
    );
    let told = Broadcast {
        minutes: Some(100),
        average_audience: Some(500),
        viewers: Some(4000),
        average_watch_s: Some(600),
        ..Default::default()
    };
    assert_eq!(identity::broadcast(&told), [Breach::Residual { average: 500, from_time: 400 }]);
    assert_eq!(identity::broadcast(&Broadcast { average_audience: Some(430), ..told }), []);
}

#[test]
fn invariant_9_unions_lie_within_frechet_bounds() {
    assert_eq!(identity::union(&[3000, 2000], Some(4500)), Some(Interval { low: 3000, high: Some(4500) }));
    assert_eq!(identity::both(3000, 2000, 4500), Interval { low: 500, high: Some(2000) });
    let people = [night(1, "attendees", 0, Some(3000)), night(2, "attendees", 1, Some(2000))];
    let total = over_time(&people).unwrap();
    assert_eq!((total.value, total.formed), (None, Formed::Bounds));
    assert_eq!(total.interval, Interval { low: 3000, high: Some(5000) });
    assert_eq!(identity::looks_added(5000, &[3000, 2000]), Some(Breach::SumNotUnique { value: 5000 }));
}

#[test]
fn invariant_10_a_cumulative_counter_is_subtracted_and_never_falls() {
    let mut reads = [night(1, "topic_reads", 0, Some(1000)), night(2, "topic_reads", 5, Some(1800))];
    assert_eq!(over_time(&reads).unwrap().value, Some(800));
    reads[1].value = Some(900);
    let fell = Refused::CounterFell { first: ObservationId(1), second: ObservationId(2) };
    assert_eq!(over_time(&reads), Err(fell));
    assert_eq!(identity::falls(&[1, 2, 2, 1, 5]), [3]);
}

#[test]
fn invariant_11_no_minute_is_counted_twice() {
    let same = [night(1, "entries_scanned", 0, Some(10)), night(2, "entries_scanned", 0, Some(20))];
    let overlap = Refused::WindowsOverlap { first: ObservationId(1), second: ObservationId(2) };
    assert_eq!(over_time(&same), Err(overlap));
}

#[test]
fn invariant_12_replay_is_not_mixed_with_live() {
    let mut views = [night(1, "plays", 0, Some(10)), night(2, "plays", 1, Some(20))];
    views[0].includes_replay = Some(true);
    assert_eq!(over_time(&views).unwrap().footnotes, [Footnote::NotAllCovered, Footnote::ReplayUnknown]);
    views[1].includes_replay = Some(false);
    assert_eq!(over_time(&views), Err(Refused::ReplayMixed));
}

#[test]
fn invariant_13_the_same_file_twice_changes_nothing() {
    let mut ledger = Ledger::default();
    let mut row = night(1, "views", 0, Some(100));
    row.evidence = evidence("douyin.csv", 4);
    assert_eq!(ledger.take(row.clone()), Ok(Taken::New));
    row.id = ObservationId(2);
    assert_eq!(ledger.take(row.clone()), Ok(Taken::SameAsBefore(ObservationId(1))));
    row.evidence = evidence("douyin.csv", 5);
    assert_eq!(ledger.take(row), Ok(Taken::New));
}

#[test]
fn invariant_17_and_18_a_broken_ladder_is_shown_and_the_figures_kept() {
    let rungs =
        [("capacity", Some(42_740)), ("printed", None), ("sold", Some(40_000)), ("scanned", Some(43_369))];
    let breach = Breach::Ladder {
        upper: "sold".into(),
        upper_value: 40_000,
        lower: "scanned".into(),
        lower_value: 43_369,
    };
    assert_eq!(identity::ladder(&rungs), [breach]);
}

#[test]
fn invariant_19_unknown_is_not_nought() {
    let nights = [night(1, "entries_scanned", 0, Some(3000)), night(2, "entries_scanned", 1, None)];
    let total = over_time(&nights).unwrap();
    assert_eq!((total.value, total.coverage.known), (Some(3000), 1));
    assert!(total.footnotes.contains(&Footnote::UnknownPart));
    assert_eq!(over_time(&[night(1, "entries_scanned", 0, None)]), Err(Refused::Nothing));
}

#[test]
fn invariant_20_a_rounded_part_keeps_its_interval_and_stays_open_above() {
    let mut nights = [night(1, "plays", 0, Some(126_000)), night(2, "plays", 1, Some(400))];
    nights[0].interval = Some(Interval { low: 125_500, high: Some(126_499) });
    assert_eq!(over_time(&nights).unwrap().interval, Interval { low: 125_900, high: Some(126_899) });
    nights[0].interval = Some(Interval { low: 126_000, high: None });
    let open = over_time(&nights).unwrap();
    assert_eq!(open.interval, Interval { low: 126_400, high: None });
    assert!(open.footnotes.contains(&Footnote::OpenAbove));
}

#[test]
fn invariant_21_people_and_visits_do_not_meet_even_as_rows() {
    let mixed = [night(1, "entries_scanned", 0, Some(10)), night(2, "attendees", 1, Some(10))];
    assert_eq!(over_time(&mixed), Err(Refused::DifferentUnits));
    let kinds = [night(1, "views", 0, Some(10)), night(2, "entries_scanned", 1, Some(10))];
    assert_eq!(over_time(&kinds), Err(Refused::DifferentMetrics));
}

#[test]
fn means_are_weighted_by_minutes_and_peaks_take_the_largest() {
    let mut means = [
        night(1, "average_minute_audience", 0, Some(300)),
        night(2, "average_minute_audience", 1, Some(600)),
    ];
    means[1].to = means[1].from + TimeDelta::hours(1);
    assert_eq!(over_time(&means).unwrap().value, Some(400));
    let peaks = [night(1, "peak_online", 0, Some(300)), night(2, "peak_online", 1, Some(600))];
    assert_eq!(over_time(&peaks).unwrap().value, Some(600));
    assert_eq!(over_platforms(&peaks).unwrap().interval, Interval { low: 600, high: Some(900) });
}

#[test]
fn a_sum_too_large_for_a_number_is_refused() {
    let huge = [night(1, "plays", 0, Some(i64::MAX)), night(2, "plays", 1, Some(1))];
    assert_eq!(over_time(&huge), Err(Refused::TooLarge));
}

#[test]
fn invariant_23_the_same_observations_give_the_same_bytes_in_any_order() {
    let mut nights: Vec<Observation> =
        (0..5).map(|n| night(n as u32 + 1, "entries_scanned", n, Some(3000 + n))).collect();
    let bytes = |nights: &[Observation]| serde_json::to_string(&over_time(nights).unwrap()).unwrap();
    let first = bytes(&nights);
    nights.reverse();
    assert_eq!(bytes(&nights), first);
}
