//! Asks the linker to leave symbols out and to keep one copy of functions that came out the same.
//!
//! The two databases, and each page, make thousands of instances of generic code that are equal to the byte. Only for
//! releases on a system whose linker, LLD, knows how.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    let lld = is("CARGO_CFG_TARGET_ARCH", "x86_64") && is("CARGO_CFG_TARGET_OS", "linux");
    if lld && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
        println!("cargo::rustc-link-arg-bins=-Wl,--strip-all");
    }
}
