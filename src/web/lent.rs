//! Large kept answers as files in memory: the kernel hands their pages on without another copy.

#[cfg(target_os = "linux")]
pub use linux::Lent;
#[cfg(not(target_os = "linux"))]
pub use other::Lent;

#[cfg(target_os = "linux")]
mod linux {
    use rustix::fs::{MemfdFlags, memfd_create};
    use std::fs::File;
    use std::io::Write;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

    /// Below this a copy is cheaper than a second system call.
    const WORTH_BYTES: usize = 16 * 1024;
    /// An answer that few ask for needs no file.
    const WORTH_REQUESTS: u32 = 16;
    /// Descriptors are for connections; pages get this many at most.
    const MOST_FILES: usize = 128;

    static FILES: AtomicUsize = AtomicUsize::new(0);

    /// The file of one answer, made once it is asked for often.
    #[derive(Default)]
    pub struct Lent {
        requests: AtomicU32,
        file: OnceLock<Option<Counted>>,
    }

    impl Lent {
        pub fn file(&self, body: &[u8]) -> Option<&File> {
            if body.len() < WORTH_BYTES {
                return None;
            }
            if let Some(made) = self.file.get() {
                return made.as_ref().map(|counted| &counted.0);
            }
            if self.requests.fetch_add(1, Ordering::Relaxed) < WORTH_REQUESTS {
                return None;
            }
            self.file.get_or_init(|| Counted::with(body)).as_ref().map(|counted| &counted.0)
        }
    }

    struct Counted(File);

    impl Counted {
        /// No file where the system refuses one, or enough are open: the bytes are still in memory.
        fn with(body: &[u8]) -> Option<Self> {
            if FILES.fetch_add(1, Ordering::Relaxed) >= MOST_FILES {
                FILES.fetch_sub(1, Ordering::Relaxed);
                return None;
            }
            let made = memfd_create("page", MemfdFlags::CLOEXEC).map(File::from);
            let written = made.map_err(std::io::Error::from).and_then(|mut file| {
                file.write_all(body)?;
                Ok(file)
            });
            match written {
                Ok(file) => Some(Self(file)),
                Err(_) => {
                    FILES.fetch_sub(1, Ordering::Relaxed);
                    None
                }
            }
        }
    }

    impl Drop for Counted {
        fn drop(&mut self) {
            FILES.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    /// Elsewhere the bytes are sent from memory.
    #[derive(Default)]
    pub struct Lent;

    impl Lent {
        pub fn file(&self, _body: &[u8]) -> Option<&std::fs::File> {
            None
        }
    }
}
