// dot_columns: ⟨x, c_l⟩ for at most four columns c, as one partial sum a thread.
//   call                uniform: count, partial, stride
//   column              x
//   a, b, c, d          the columns; those beyond `count` are not read
//   partials            that of column l and thread t at partial + l stride + t
// Dispatch: x over the threads of a chunk. Library file: columns.wgsl.

@group(0) @binding(0) var<uniform> call: Call;
@group(0) @binding(1) var<storage, read> column: array<vec4<f32>, QUADS>;
@group(0) @binding(2) var<storage, read> a: array<vec4<f32>, QUADS>;
@group(0) @binding(3) var<storage, read> b: array<vec4<f32>, QUADS>;
@group(0) @binding(4) var<storage, read> c: array<vec4<f32>, QUADS>;
@group(0) @binding(5) var<storage, read> d: array<vec4<f32>, QUADS>;
@group(0) @binding(6) var<storage, read_write> partials: array<f32>;

@compute @workgroup_size(WORKGROUP)
fn dot_columns(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= call.threads) { return; }
  let count = call.count;
  var sa = vec4<f32>(0.0);
  var sb = vec4<f32>(0.0);
  var sc = vec4<f32>(0.0);
  var sd = vec4<f32>(0.0);
  for (var i = call.first + id.x; i < call.end; i += call.threads) {
    let x = column[i];
    sa += x * a[i];
    if (count > 1u) { sb += x * b[i]; }
    if (count > 2u) { sc += x * c[i]; }
    if (count > 3u) { sd += x * d[i]; }
  }
  let at = call.partial + id.x;
  partials[at] = total(sa);
  if (count > 1u) { partials[at + call.stride] = total(sb); }
  if (count > 2u) { partials[at + 2u * call.stride] = total(sc); }
  if (count > 3u) { partials[at + 3u * call.stride] = total(sd); }
}
