// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

// Runs golden cases through TensorFlow Lite Micro: reads FOLDER/cases.txt, which `golden-cases make` writes, and writes the outputs of each
// case beside its inputs. A case that the reference refuses keeps no outputs. With --time N it also prints what an Invoke takes: the median of
// N after a warm-up.
//
// Compile it against a TensorFlow Lite Micro that you have built; tests/conformance/README.md has the command.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace {

constexpr size_t kArenaBytes = 16 << 20;
constexpr int kWarmUps = 3;
constexpr int kResourceVariables = 16;

using Bytes = std::vector<char>;
using Resolver = tflite::MicroMutableOpResolver<128>;

bool Read(const std::string& path, Bytes* bytes) {
  std::ifstream file(path, std::ios::binary);
  bytes->assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  return file.good() || file.eof();
}

std::string Name(const std::string& folder, const char* kind, int set, int index) {
  return folder + "/" + kind + std::to_string(set) + "_" + std::to_string(index) + ".bin";
}

// Every operator that can be added without further arguments.
void AddAll(Resolver* r) {
  r->AddAbs(); r->AddAdd(); r->AddAddN(); r->AddArgMax(); r->AddArgMin(); r->AddAssignVariable(); r->AddAveragePool2D();
  r->AddBatchMatMul(); r->AddBatchToSpaceNd(); r->AddBroadcastArgs(); r->AddBroadcastTo(); r->AddCallOnce(); r->AddCast(); r->AddCeil();
  r->AddCircularBuffer(); r->AddConcatenation(); r->AddConv2D(); r->AddCos(); r->AddCumSum(); r->AddDepthToSpace();
  r->AddDepthwiseConv2D(); r->AddDequantize(); r->AddDetectionPostprocess(); r->AddDiv(); r->AddDynamicUpdateSlice(); r->AddElu();
  r->AddEmbeddingLookup();
  r->AddEqual(); r->AddExp(); r->AddExpandDims(); r->AddFill(); r->AddFloor(); r->AddFloorDiv(); r->AddFloorMod();
  r->AddFullyConnected(); r->AddGather(); r->AddGatherNd(); r->AddGreater(); r->AddGreaterEqual(); r->AddHardSwish(); r->AddIf();
  r->AddL2Normalization(); r->AddL2Pool2D(); r->AddLeakyRelu(); r->AddLess(); r->AddLessEqual(); r->AddLog(); r->AddLogicalAnd();
  r->AddLogicalNot(); r->AddLogicalOr(); r->AddLogistic(); r->AddLogSoftmax(); r->AddMaxPool2D(); r->AddMaximum(); r->AddMean();
  r->AddMinimum(); r->AddMirrorPad(); r->AddMul(); r->AddNeg(); r->AddNotEqual(); r->AddPack(); r->AddPad(); r->AddPadV2();
  r->AddPrelu(); r->AddQuantize(); r->AddReadVariable(); r->AddReduceAll(); r->AddReduceMax(); r->AddReduceMin(); r->AddRelu(); r->AddRelu6();
  r->AddReshape(); r->AddResizeBilinear(); r->AddResizeNearestNeighbor(); r->AddReverseV2(); r->AddRound(); r->AddRsqrt();
  r->AddSelectV2(); r->AddShape(); r->AddSin(); r->AddSlice(); r->AddSoftmax(); r->AddSpaceToBatchNd(); r->AddSpaceToDepth();
  r->AddSplit(); r->AddSplitV(); r->AddSqrt(); r->AddSquare(); r->AddSquaredDifference(); r->AddSqueeze(); r->AddStridedSlice();
  r->AddSub(); r->AddSum(); r->AddSvdf(); r->AddTanh(); r->AddTranspose(); r->AddTransposeConv();
  r->AddUnidirectionalSequenceLSTM(); r->AddUnpack(); r->AddVarHandle(); r->AddWhile(); r->AddZerosLike();
}

struct Case {
  std::string id;
  std::string folder;
  int sets = 0;
  int inputs = 0;
};

// Copies a set's inputs; false if a file does not have the tensor's size.
bool Fill(tflite::MicroInterpreter* interpreter, const Case& c, int set) {
  for (int i = 0; i < c.inputs; ++i) {
    Bytes bytes;
    TfLiteTensor* tensor = interpreter->input(i);
    if (!Read(Name(c.folder, "in", set, i), &bytes) || bytes.size() != tensor->bytes) {
      std::fprintf(stderr, "%s: input %d of set %d has %zu bytes, the tensor %zu\n", c.id.c_str(), i, set, bytes.size(), tensor->bytes);
      return false;
    }
    std::memcpy(tensor->data.raw, bytes.data(), bytes.size());
  }
  return true;
}

void Save(tflite::MicroInterpreter* interpreter, const Case& c, int set) {
  for (size_t i = 0; i < interpreter->outputs_size(); ++i) {
    const TfLiteTensor* tensor = interpreter->output(i);
    std::ofstream file(Name(c.folder, "out", set, static_cast<int>(i)), std::ios::binary);
    file.write(tensor->data.raw, static_cast<std::streamsize>(tensor->bytes));
  }
}

// Nanoseconds of one Invoke: the median of several, inputs written before each, since a node may overwrite them.
long long MedianNanoseconds(tflite::MicroInterpreter* interpreter, const Case& c, int runs) {
  std::vector<long long> times;
  for (int run = -kWarmUps; run < runs; ++run) {
    Fill(interpreter, c, 0);
    const auto start = std::chrono::steady_clock::now();
    interpreter->Invoke();
    const auto end = std::chrono::steady_clock::now();
    if (run >= 0) {
      times.push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(end - start).count());
    }
  }
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

bool Run(const Resolver& resolver, const Case& c, int runs) {
  Bytes file;
  if (!Read(c.folder + "/model.tflite", &file) || file.empty()) {
    std::fprintf(stderr, "%s: there is no model.tflite\n", c.id.c_str());
    return false;
  }
  // The format wants the model at an address that 16 divides.
  alignas(16) static uint8_t arena[kArenaBytes];
  std::vector<std::max_align_t> aligned(file.size() / sizeof(std::max_align_t) + 1);
  std::memcpy(aligned.data(), file.data(), file.size());
  const tflite::Model* model = tflite::GetModel(aligned.data());
  for (int set = 0; set < c.sets; ++set) {
    // Some kernels read parameters that they have not written, such as SPACE_TO_BATCH_ND of float32: no case may see what another one left.
    std::memset(arena, 0, kArenaBytes);
    tflite::MicroAllocator* allocator = tflite::MicroAllocator::Create(arena, kArenaBytes);
    tflite::MicroInterpreter interpreter(model, resolver, allocator, tflite::MicroResourceVariables::Create(allocator, kResourceVariables));
    if (interpreter.AllocateTensors() != kTfLiteOk || static_cast<int>(interpreter.inputs_size()) != c.inputs ||
        !Fill(&interpreter, c, set) || interpreter.Invoke() != kTfLiteOk) {
      std::fprintf(stderr, "%s: refused\n", c.id.c_str());
      return false;
    }
    Save(&interpreter, c, set);
    if (runs > 0 && set == 0) {
      std::printf("%s %lld ns, arena %zu bytes\n", c.id.c_str(), MedianNanoseconds(&interpreter, c, runs), interpreter.arena_used_bytes());
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const bool is_timed = argc == 4 && std::strcmp(argv[2], "--time") == 0 && std::atoi(argv[3]) > 0;
  if (argc != 2 && !is_timed) {
    std::fprintf(stderr, "Usage: tflm_cases FOLDER [--time RUNS]\n");
    return 2;
  }
  const std::string folder = argv[1];
  std::ifstream list(folder + "/cases.txt");
  if (!list) {
    std::fprintf(stderr, "tflm_cases: there is no %s/cases.txt; `golden-cases make` writes it\n", folder.c_str());
    return 2;
  }
  static Resolver resolver;
  AddAll(&resolver);
  int done = 0;
  int refused = 0;
  for (std::string line; std::getline(list, line);) {
    Case c;
    std::istringstream(line) >> c.id >> c.sets >> c.inputs;
    c.folder = folder + "/" + c.id;
    ++(Run(resolver, c, is_timed ? std::atoi(argv[3]) : 0) ? done : refused);
  }
  std::printf("%d cases done, %d refused\n", done, refused);
  return refused == 0 ? 0 : 1;
}
