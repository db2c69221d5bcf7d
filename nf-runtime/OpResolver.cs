// Copyright (c) TinyInterp contributors.
// Licensed under the MIT licence; see LICENSE in the project root.

using System.Collections;
using TinyInterp.Schema;

namespace TinyInterp;

/// <summary>
/// The kernels that an app uses. Each kernel assembly adds to it by extension methods (AddConv2D and so on), so an app links only what it
/// names. An operator may have several kernels, for different types.
/// </summary>
public sealed class OpResolver
{
    private readonly ArrayList _registrations = new ArrayList();

    /// <summary>Number of registered kernels.</summary>
    public int Count => _registrations.Count;

    /// <summary>Registered kernel <paramref name="index"/>.</summary>
    public OpRegistration this[int index] => (OpRegistration)_registrations[index];

    /// <summary>Registers a kernel of a builtin operator. The type of the first input decides whether it is used.</summary>
    /// <returns>This resolver, so that calls chain.</returns>
    public OpResolver Add(BuiltinOperator code, TypeSet types, int maxVersion, KernelFactory factory)
    {
        return Add(new OpRegistration(code, null, types, 0, maxVersion, factory));
    }

    /// <summary>Registers a kernel of a custom operator, for all types.</summary>
    /// <returns>This resolver.</returns>
    public OpResolver AddCustom(string name, KernelFactory factory)
    {
        return Add(new OpRegistration(BuiltinOperator.Custom, name, TypeSet.Any, 0, int.MaxValue, factory));
    }

    /// <summary>Registers a kernel.</summary>
    /// <returns>This resolver.</returns>
    /// <exception cref="ModelException">
    /// <see cref="ErrorCode.KernelRegisteredTwice"/>: the operator already has a kernel for one of the types.
    /// <see cref="ErrorCode.ArgumentInvalid"/>: there is no factory, or a custom operator has no name.
    /// </exception>
    public OpResolver Add(OpRegistration registration)
    {
        if (registration == null || registration.Factory == null
            || (registration.Code == BuiltinOperator.Custom && registration.CustomName == null))
        {
            throw Errors.Of(ErrorCode.ArgumentInvalid, 1, 0);
        }

        for (int i = 0; i < _registrations.Count; i++)
        {
            OpRegistration other = this[i];
            if (other.Code == registration.Code && other.CustomName == registration.CustomName
                && (other.Types & registration.Types) != 0)
            {
                throw Errors.Of(ErrorCode.KernelRegisteredTwice, i, (int)registration.Code);
            }
        }

        _registrations.Add(registration);
        return this;
    }

    /// <summary>
    /// Finds the kernel for a node. If there is none, <paramref name="error"/> says whether the operator, the type or the version is the
    /// cause.
    /// </summary>
    /// <param name="code">The node's operator code.</param>
    /// <param name="node">The node.</param>
    /// <param name="subgraph">The node's subgraph.</param>
    /// <param name="tensor">A view that the search may point at the deciding tensor.</param>
    /// <param name="error">Why nothing was found, or <see cref="ErrorCode.None"/>.</param>
    /// <returns>The registration, or null.</returns>
    public OpRegistration Find(OperatorCodeView code, OperatorView node, SubgraphView subgraph, TensorView tensor, out ErrorCode error)
    {
        BuiltinOperator builtin = code.BuiltinCode;
        error = ErrorCode.KernelMissing;
        for (int i = 0; i < _registrations.Count; i++)
        {
            OpRegistration registration = this[i];
            if (registration.Code != builtin
                || (builtin == BuiltinOperator.Custom && !code.Reader.StringEquals(code.CustomCode, registration.CustomName)))
            {
                continue;
            }

            error = ErrorCode.KernelTypeMissing;
            if (!TakesType(registration, node, subgraph, tensor))
            {
                continue;
            }

            if (code.Version > registration.MaxVersion)
            {
                error = ErrorCode.OperatorVersionUnsupported;
                return null;
            }

            error = ErrorCode.None;
            return registration;
        }

        return null;
    }

    private static bool TakesType(OpRegistration registration, OperatorView node, SubgraphView subgraph, TensorView tensor)
    {
        int place = registration.DecidingTensor;
        int index = OperatorView.Absent;
        if (place >= 0)
        {
            index = place < node.InputCount ? node.Input(place) : OperatorView.Absent;
        }
        else if (-1 - place < node.OutputCount)
        {
            index = node.Output(-1 - place);
        }

        // If the deciding tensor is absent, the kernel gets the node and reports what is missing.
        if (index == OperatorView.Absent)
        {
            return true;
        }

        subgraph.Tensor(index, tensor);
        return (registration.Types & (TypeSet)(1 << (int)tensor.Type)) != 0;
    }
}
