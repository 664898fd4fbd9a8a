// rotations: a word rotated left by a number of bits, as every GPU has it: two shifts, which compilers make one.
// Library: the same bits as rotations_by_float.wgsl, which takes its place on software adapters.

fn rotate_5(x: u32) -> u32 { return (x << 5u) | (x >> 27u); }
fn rotate_6(x: u32) -> u32 { return (x << 6u) | (x >> 26u); }
fn rotate_10(x: u32) -> u32 { return (x << 10u) | (x >> 22u); }
fn rotate_11(x: u32) -> u32 { return (x << 11u) | (x >> 21u); }
fn rotate_13(x: u32) -> u32 { return (x << 13u) | (x >> 19u); }
fn rotate_17(x: u32) -> u32 { return (x << 17u) | (x >> 15u); }
fn rotate_18(x: u32) -> u32 { return (x << 18u) | (x >> 14u); }
fn rotate_20(x: u32) -> u32 { return (x << 20u) | (x >> 12u); }
fn rotate_21(x: u32) -> u32 { return (x << 21u) | (x >> 11u); }
fn rotate_23(x: u32) -> u32 { return (x << 23u) | (x >> 9u); }
fn rotate_25(x: u32) -> u32 { return (x << 25u) | (x >> 7u); }
fn rotate_26(x: u32) -> u32 { return (x << 26u) | (x >> 6u); }
fn rotate_27(x: u32) -> u32 { return (x << 27u) | (x >> 5u); }
