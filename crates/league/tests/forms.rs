//! Whatever stands in a form, reading it ends in an answer, and no identity number is in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot print its own answer fails")]

use league::eligibility::Rules;
use league::form::{Cell, Sheet, check};
use league::identity::check_digit;
use proptest::prelude::*;

fn cell() -> impl Strategy<Value = Cell> {
    let number = (0_u32..1000).prop_map(|serial| {
        let first = format!("43990119900102{serial:03}");
        let last = check_digit(&first).unwrap();
        Cell::Text(format!("{first}{last}"))
    });
    prop_oneof![
        Just(Cell::Empty),
        number,
        "[0-9年月日./: Xx一二男女是否示例姓名号码领队＝=+@-]{0,20}".prop_map(Cell::Text),
        "\\PC{0,12}".prop_map(Cell::Text),
        any::<f64>().prop_map(Cell::Number),
        (0_i32..60_000).prop_map(|number| Cell::Number(number.into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn any_cells_give_an_answer_without_an_identity_number(rows in prop::collection::vec(prop::collection::vec(cell(), 0..9), 0..8)) {
        let header = ["姓名", "性别", "证件类型", "身份证号", "号码", "出生日期", "身高", "社保", "备注"];
        let mut all = vec![header.map(|name| Cell::Text(name.into())).to_vec()];
        all.extend(rows);
        let sheet = Sheet { name: "表".into(), rows: all, ..Sheet::default() };
        let report = check(&sheet, &[], &Rules::basic(), "2026-05-01".parse().unwrap()).unwrap();
        let printed = serde_json::to_string(&report).unwrap();
        prop_assert!(!printed.contains("43990119900102"), "{printed}");
    }
}
