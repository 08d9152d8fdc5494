//! Asks the linker to keep one copy of functions that came out the same, to write relocations short, and to leave symbols out.
//!
//! The two databases, and each page, make thousands of instances of generic code that are equal to the byte. Only for
//! releases on a system whose linker, LLD, knows how.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    let lld = is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu");
    if lld && is("PROFILE", "release") {
        for option in ["--icf=all", "-z,pack-relative-relocs", "--strip-all"] {
            println!("cargo::rustc-link-arg-bins=-Wl,{option}");
        }
    }
}
