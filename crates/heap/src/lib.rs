//! How much memory an idle server keeps.
//!
//! After the first large block is freed, the allocator of glibc stops asking the system for blocks of that size and
//! keeps them instead: hashing one password would cost the idle server its 19 MB for good.

/// Blocks from this size on come from the system and go back to it at once; so does unused memory at the end.
const LARGE: i32 = 256 * 1024;

/// Makes the allocator give memory back. To be called once, before other threads are started.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back() {
    // SAFETY: both calls only set a number inside the allocator; no pointer is handed over or returned.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        libc::mallopt(libc::M_TRIM_THRESHOLD, LARGE);
    }
}

/// Other allocators are left as they are.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {
    let _ = LARGE;
}
